import { describe, expect, it } from '@jest/globals';
import { sealed, verified, verifierAfter } from '../../../test/support/exports.js';
import { entryOf, goldenLines, goldenText } from '../../../test/support/golden-lines.js';

const without = (at: number): readonly string[] => goldenLines.filter((_, i) => i !== at);
const lineAt = (at: number): string => goldenLines[at] ?? '';
const inserted = (line: string, at: number): readonly string[] => goldenLines.toSpliced(at, 0, line);
const recorded = entryOf('OutcomeRecorded');
const corrected = entryOf('OutcomeCorrected');
const everyLine = goldenLines.map((_, i) => i);

/** Entries that others rest on: without them, what follows has no ground or a revision too many. */
const LAST_OF_THEIR_STREAM = everyLine.filter((at) => {
  const stream = /"stream":"([^"]*)"/.exec(lineAt(at))?.[1] ?? '';
  return !goldenLines.slice(at + 1).some((line) => line.includes(`"stream":"${stream}"`));
});

describe('a line', () => {
  it.each(everyLine.filter((at) => !LAST_OF_THEIR_STREAM.includes(at)))(
    'that is missing (%d) shows in what came after it, even with a new trailer',
    async (at) => {
      const verdict = await verified(sealed(without(at)));
      expect(verdict).toMatchObject({ verdict: 'differs', entry: expect.any(Number) });
    },
  );

  it.each(LAST_OF_THEIR_STREAM)('that nothing came after (%d) is missed by the trailer as it was', async (at) => {
    const verdict = await verified(`${without(at).join('\n')}\n${goldenText.split('\n').at(-2) ?? ''}\n`);
    expect(verdict).toMatchObject({ verdict: 'differs' });
  });

  it.each(everyLine)('that stands twice (%d) is found at the second, even with a new trailer', (at) => {
    for (const verdict of verifierAfter(goldenLines.slice(0, at + 1))(lineAt(at)))
      expect(verdict).toMatchObject({ verdict: 'differs', entry: at + 1 });
  });

  it('that stands at the end once more is found there', async () => {
    const again = verifierAfter(goldenLines);
    for (const line of goldenLines)
      for (const verdict of again(line))
        expect([line, verdict]).toEqual([
          line,
          expect.objectContaining({ verdict: 'differs', entry: goldenLines.length }),
        ]);
    expect(await verified(sealed([...goldenLines, lineAt(recorded)]))).toMatchObject({
      verdict: 'differs',
      entry: goldenLines.length,
    });
  });

  it('that changed places with one it rests on is found', async () => {
    const swapped = goldenLines.toSpliced(recorded, 1, lineAt(corrected)).toSpliced(corrected, 1, lineAt(recorded));
    expect(await verified(sealed(swapped))).toMatchObject({ verdict: 'differs', entry: recorded });
  });

  it.each([
    ['a trailer in the middle', goldenText.split('\n').at(-2) ?? ''],
    ['no JSON', 'nonsense'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['an object of another kind', '{"amount":1}'],
    ['white space', ' '],
  ])('that is no entry is found: %s', async (_, line) => {
    const verdict = await verified(sealed(inserted(line, 5)));
    expect(verdict).toMatchObject({
      verdict: 'differs',
      entry: 5,
      reason: expect.stringMatching(/^entry 5 is no entry/),
    });
  });

  it.each([
    ['an event type that nobody knows', /"type":"[^"]*"\}$/, '"type":"OutcomeForgotten"}'],
    ['an event type that every object has', /"type":"[^"]*"\}$/, '"type":"constructor"}'],
    ['a schema from the future', /"schema":1/, '"schema":2'],
    ['no schema at all', /"schema":1/, '"schema":0'],
    ['half a schema', /"schema":1/, '"schema":0.5'],
  ])('of %s stops the verifier at it', async (_, pattern, text) => {
    const lines = goldenLines.with(recorded, lineAt(recorded).replace(pattern, text));
    expect(await verified(sealed(lines))).toMatchObject({ verdict: 'differs', entry: recorded });
  });

  it.each<readonly [string, (line: string) => string]>([
    ['a space after a comma', (line) => line.replace(',', ', ')],
    ['keys in another order', (line) => line.replace(/^\{("actor":"[^"]*"),(.*)\}$/, '{$2,$1}')],
    ['a key twice, of which a reader sees only the last', (line) => line.replace('{', '{"actor":"somebody-else",')],
    ['a key twice inside', (line) => line.replace('"postings":[{', '"postings":[{"amount":999,')],
    ['a number in another form', (line) => line.replace('"revision":0', '"revision":0e0')],
    ['a minus before nothing', (line) => line.replace('"revision":0', '"revision":-0')],
    ['an escape that is not needed', (line) => line.replace('claimed', '\\u0063laimed')],
    ['a carriage return', (line) => `${line}\r`],
  ])('that says the same in another form is found: %s', async (_, change) => {
    expect(change(lineAt(recorded))).not.toBe(lineAt(recorded));
    const verdict = await verified(sealed(goldenLines.with(recorded, change(lineAt(recorded)))));
    expect(verdict).toMatchObject({ verdict: 'differs', entry: recorded });
  });
});
