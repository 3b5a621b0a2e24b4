import type { Submission } from '../../ledger/submissions.js';

/** Submissions by key, in order: each lane has to be gone through one by one. Those without a key are one lane, as they lie in one partition. */
export function lanesOf(submissions: readonly Submission[]): readonly (readonly Submission[])[] {
  const lanes = new Map<string | undefined, Submission[]>();
  for (const submission of submissions) {
    const key = submission.key && Buffer.from(submission.key).toString('latin1');
    const lane = lanes.get(key);
    if (lane === undefined) lanes.set(key, [submission]);
    else lane.push(submission);
  }
  return [...lanes.values()];
}

/** Parts of at most `size`, in order, each with how many come after it. */
export function* chunksOf<T>(
  items: readonly T[],
  size: number,
): Generator<{ readonly chunk: readonly T[]; readonly after: number }> {
  for (let start = 0; start < items.length; start += size) {
    yield { chunk: items.slice(start, start + size), after: Math.max(0, items.length - start - size) };
  }
}
