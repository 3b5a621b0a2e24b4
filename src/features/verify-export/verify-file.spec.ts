import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goldenLines, goldenText } from '../../../test/support/golden-lines.js';
import { verifyCommand } from './command-line.js';
import { verifyFile, verifyStream } from '../../ledger/verify/verify-file.js';

const golden = (name: string): string => fileURLToPath(new URL(`../../../test/golden/${name}`, import.meta.url));
let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallystick-verify-file-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const place = async (name: string, text: string): Promise<string> => {
  await writeFile(join(directory, name), text);
  return join(directory, name);
};
async function said(file: string, against: readonly string[] = []): Promise<readonly [number, string]> {
  const out: string[] = [];
  const terminal = { out: (text: string) => out.push(text), say: () => undefined, progress: () => undefined };
  return [await verifyCommand(file, against, terminal), out.join('\n')];
}

describe('verifying a file', () => {
  it('ends with 0 when it and every saved answer agree, naming them', async () => {
    const answers = [golden('totals.json'), golden('statement.json')];
    const [code, text] = await said(golden('ledger.ndjson'), answers);
    expect(code).toBe(0);
    const agrees = `^AGREES: .*${goldenLines.length} entries, each decided again with the same result; SHA-256 [0-9a-f]{64}$`;
    expect(text).toMatch(new RegExp(agrees, 'm'));
    for (const answer of answers) expect(text).toContain(`${answer}: every figure follows from the entries`);
  });

  it('ends with 1 when it differs, naming the entry or the figure', async () => {
    const altered = await place('altered.ndjson', goldenText.replace('"amount":365776', '"amount":365777'));
    expect(await said(altered)).toEqual([
      1,
      expect.stringMatching(/^DIFFERS: .*: entry 41 does not follow .* is 365777, should be 365776$/),
    ]);
    const answer = await place(
      'answer.json',
      JSON.stringify({
        asAt: { entry: 0, knownAt: null },
        query: { by: ['force'], measure: ['arrests-made'] },
        labels: [],
        rows: [],
      }),
    );
    expect(await said(golden('ledger.ndjson'), [answer])).toEqual([
      1,
      expect.stringContaining(`${answer}: asAt.knownAt is null`),
    ]);
  });

  it('ends with 2 when it cannot tell', async () => {
    for (const text of ['', goldenText.slice(0, 5000), 'nonsense\n'])
      expect((await said(await place('cut.ndjson', text)))[0]).toBe(2);
    const noAnswer = await place('no-answer.json', '{"type":"about:blank"}');
    expect(await said(golden('ledger.ndjson'), [noAnswer])).toEqual([2, expect.stringContaining(noAnswer)]);
  });

  it('fails for a file that is not there', async () => {
    await expect(verifyFile(join(directory, 'none'), [])).rejects.toThrow('ENOENT');
    await expect(verifyFile(golden('ledger.ndjson'), [join(directory, 'none')])).rejects.toThrow('ENOENT');
  });
});

describe('verifying a stream', () => {
  it('is the same, corrections included, and leaves nothing behind', async () => {
    const left = async () => (await readdir(tmpdir())).filter((name) => /^tallystick-verify-[^f]/.test(name)).length;
    const before = await left();
    expect(await verifyStream(Readable.from([Buffer.from(goldenText)]), [golden('totals.json')])).toMatchObject({
      verdict: 'agrees',
    });
    expect(await verifyStream(Readable.from([]), [])).toMatchObject({ verdict: 'cannot-tell' });
    expect(await left()).toBe(before);
  });
});
