import { formatMoment } from './formatting.js';

/** As of which entry figures stand, in words. */
export interface AsAtView {
  /** Plain digits, so that it can be typed where an entry number is asked for; `null` while the ledger is empty. */
  readonly entry: string | null;
  readonly knownAt: string | null;
  readonly moment: string | null;
  /** The entry after which nothing is counted because the projector stopped; `null` while it runs. */
  readonly incompleteSince: string | null;
}

/** Takes the entry that an answer is as of, when the ledger knew it, and where the projector stopped if it did. */
export function viewAsAt(
  { entry, knownAt }: { readonly entry: number; readonly knownAt: string | null },
  incompleteSince: number | undefined,
): AsAtView {
  const isEmpty = entry < 0 || knownAt === null;
  return {
    entry: isEmpty ? null : entry.toString(),
    knownAt: isEmpty ? null : formatMoment(knownAt),
    moment: isEmpty ? null : knownAt,
    incompleteSince: incompleteSince === undefined ? null : incompleteSince.toString(),
  };
}
