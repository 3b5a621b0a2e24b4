import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../../src/web/fits.js';
import { readLine, type Line } from '../oracle.js';
import type { Sending } from '../submissions.js';
import type { Lying } from './read-topic.js';

/** What has to become of a message. */
export type Fate = 'recorded' | 'refused' | 'parked';

export interface Sent {
  readonly sending: Sending;
  readonly fate: Fate;
}

/** Tells the messages of a suite apart, whatever is wrong with them. The intake has no use for it. */
export const NUMBER = 'number';

/** What is there to be looked at: topics, and the lines of the ledger in entry order. */
export interface Found {
  readonly submissions: readonly Lying[];
  readonly receipts: readonly Lying[];
  readonly rejects: readonly Lying[];
  readonly lines: readonly string[];
}

interface Place {
  readonly sent: Sent;
  readonly id: string;
  readonly lying: Lying;
}

/**
 * Holds what became of submissions to what was promised: everything acknowledged is recorded once, in order for each key, and answered with one
 * receipt, or else rejected where it lies. It uses nothing of the product's own reading of messages. Every violation starts with its kind.
 */
export function lookAtIntake(sent: readonly Sent[], found: Found, ground: number): readonly string[] {
  const places = found.submissions.flatMap((lying) => {
    const known = sent[Number(lying.headers[NUMBER])];
    return known === undefined ? [] : [{ sent: known, id: String(lying.headers['ce_id']).toLowerCase(), lying }];
  });
  const lines = found.lines.map(readLine);
  const recorded = Map.groupBy(lines.slice(ground), ({ command }) => command);
  const receipts = Map.groupBy(found.receipts, ({ headers }) => String(headers['ce_id']));
  const rejects = Map.groupBy(
    found.rejects.map(({ value }) => documentOf(value)),
    originOf,
  );
  const wanted = new Set(places.filter((place) => place.sent.fate === 'recorded').map(({ id }) => id));
  const all = new Set(places.map(({ lying }) => lying.headers[NUMBER]));
  return [
    ...(all.size === sent.length
      ? []
      : [`unsent: ${sent.length - all.size} of what was acknowledged do not lie in the topic`]),
    ...[...wanted].flatMap((id) => promiseKept(id, recorded.get(id) ?? [], receipts.get(id) ?? [])),
    ...places.flatMap((place) => answered(place, rejects.get(placeOf(place.lying)) ?? [])),
    ...[...recorded.keys()].filter((id) => !wanted.has(id)).map((id) => `stranger: ${id} is in the ledger`),
    ...[...receipts.keys()].filter((id) => !wanted.has(id)).map((id) => `invented: a receipt for ${id}`),
    ...outOfOrder(places, recorded),
  ];
}

function promiseKept(id: string, entries: readonly Line[], receipts: readonly Lying[]): readonly string[] {
  const [entry, ...more] = entries;
  if (entry === undefined) return [`lost: ${id} is not in the ledger`];
  if (more.length > 0) return [`twice: ${id} is in the ledger ${entries.length} times`];
  const [receipt] = receipts;
  if (receipt === undefined) return [`unanswered: ${id} has no receipt`];
  if (new Set(receipts.map(({ value }) => value)).size > 1) return [`receipts: ${id} has receipts that differ`];
  const told = documentOf(receipt.value);
  const isRight = told['entry'] === entry.entry && told['revision'] === entry.revision;
  const postings = told['postings'] ?? entry.data['postings'];
  return isRight && isDeepStrictEqual(postings, entry.data['postings'])
    ? []
    : [`receipts: ${id} is told ${receipt.value}`];
}

function answered(
  { sent: { sending, fate }, lying }: Place,
  rejects: readonly Readonly<Record<string, unknown>>[],
): readonly string[] {
  const place = placeOf(lying);
  if (fate === 'recorded')
    return rejects.length === 0 ? [] : [`rejected: ${place} was to be recorded: ${JSON.stringify(rejects[0])}`];
  if (rejects.length === 0) return [`unanswered: ${place} was to be ${fate}, and there is no word of it`];
  const bytes = Buffer.from(sending.value ?? '');
  const wanted = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  return rejects.flatMap(({ state, origin }) => {
    const { bytes: length, sha256 } = isRecord(origin) ? origin : {};
    const isRight = state === fate && isDeepStrictEqual({ bytes: length, sha256 }, wanted);
    return isRight ? [] : [`rejects: ${place} was to be ${fate}, and is told ${JSON.stringify({ state, origin })}`];
  });
}

/** The first of each command decides its place. Messages of one key lie in one partition; those without a key keep the order that they have in theirs. */
function outOfOrder(places: readonly Place[], recorded: ReadonlyMap<string, readonly Line[]>): readonly string[] {
  const last = new Map<string, { readonly entry: number; readonly place: string }>();
  const seen = new Set<string>();
  return places.flatMap(({ sent, id, lying }) => {
    const entry = recorded.get(id)?.[0]?.entry;
    if (sent.fate !== 'recorded' || entry === undefined || seen.has(id)) return [];
    seen.add(id);
    const lane = `${lying.partition} ${lying.key}`;
    const before = last.get(lane);
    last.set(lane, { entry, place: placeOf(lying) });
    if (before === undefined || before.entry < entry) return [];
    return [`order: ${placeOf(lying)} was recorded before ${before.place}, which has the same key`];
  });
}

function placeOf({ partition, offset }: Lying): string {
  return `${partition}/${offset}`;
}

function originOf({ origin }: Readonly<Record<string, unknown>>): string {
  return isRecord(origin) ? `${String(origin['partition'])}/${String(origin['offset'])}` : '';
}

function documentOf(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) throw new Error(`No answer: ${text}`);
  return value;
}
