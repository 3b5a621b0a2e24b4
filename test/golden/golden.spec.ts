import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { EVENT_CATALOGUE } from '../../src/domain/event-catalogue.js';
import { OUTCOME_KINDS } from '../../src/domain/outcome/events.js';
import { verifyFile } from '../../src/ledger/verify/verify-file.js';
import { decodeEntry, encodeEntry } from '../../src/ledger/codec/entry-line.js';
import { answerJson, parseJson } from '../../src/ledger/codec/json.js';
import { goldenAnswers } from '../support/golden-answers.js';
import { goldenLedger } from '../support/golden-ledger.js';
import { exportOf } from '../support/ledgers.js';

/** How many entries the golden ledger has had, and the SHA-256 of their lines. It may only grow: rows are added, never changed. */
const GROWTH: readonly (readonly [entries: number, sha256: string])[] = [
  [63, 'fb3ce4f98da3984a273fc53bd176247d3779547ddfc609410d12cb77280201b9'],
  [72, '2de38ab68db73804ff2e17b0a8adb6371abc7c8f64958350ea983749c866522c'],
  [86, '0d484779e7c556c064fc20a282bccbda323488f52ad51d0fdfdf5fa7e871eb09'],
  [95, 'b197497dea470e030edd59ed5a99ceeb9a7798749a3180dec3920b8bbf0f6f45'],
  [105, '291606b353256a5b3a0cbec4db00c5485cf87a0af302e7a5c0540cb62d8a8610'],
  [142, 'e0f017e943479f41cc1562b0a7f07c37ade98db88bf62925b81d93a2018e5dbb'],
  [154, '13344f5294fc665738655bbb905dee7e3d8f7c94e60f33b9208fe6367960470e'],
  [155, '38b887adab006575f4b90382a053f43a9a18afdc5a4a3d9308b54ce61ed5ff46'],
  [156, '062e837e31aa3d58ee71c98a16112c94cbc7199e5f3bd5e7c9b0a26d923b9ef7'],
  [163, 'b9c14b1c392a746fdf1b39d6e75cea7d9d26f656f99187c81e6bee03b62a401f'],
  [168, '9e1d7244e4c0443df4ffe8660c5d2e22d2a20908de01f6a35a3a8dffe56ea5b6'],
  [171, '5b1569ee602e8d51d03bbe941638ee734a59a0ad4c5fc457fbb989c951c5fa97'],
  [185, 'f2e99f597d2d9fcdc82e2a60b32221df00b5609e9430cfc510bd64fbaaae32c9'],
  [191, '602a6db5808cbb46fba053a0cfe0a03a8e49c839e2993d002a34f0c6d00b5556'],
];

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const text = await readFile(pathOf('ledger.ndjson'), 'utf8');
const lines = text.trimEnd().split('\n').slice(0, -1);
const ANSWERS = ['totals.json', 'statement.json', 'incentive-receipts.json'];

describe('the golden ledger', () => {
  it.each(GROWTH)('still has its first %d lines, byte for byte', (entries, sha256) => {
    const first = lines.slice(0, entries).map((line) => `${line}\n`);
    expect(createHash('sha256').update(first.join('')).digest('hex')).toBe(sha256);
  });

  it('is all listed above', () => {
    expect(lines).toHaveLength(GROWTH.at(-1)?.[0] ?? 0);
  });

  it('holds every type of entry and every kind of outcome', () => {
    const events = lines.map((line) => decodeEntry(line).event);
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(Object.keys(EVENT_CATALOGUE)));
    const kinds = events.flatMap((event) => (event.type === 'OutcomeRecorded' ? [event.outcome.kind] : []));
    expect(new Set(kinds)).toEqual(new Set(OUTCOME_KINDS));
  });

  it('agrees, and so do the answers beside it', async () => {
    const verdict = await verifyFile(pathOf('ledger.ndjson'), ANSWERS.map(pathOf));
    expect(verdict).toMatchObject({ verdict: 'agrees', entries: lines.length });
  });

  it('is written today as it was written then', async () => {
    const current = lines.filter((line) => isOfTodaysSchema(line));
    expect(current.map((line) => encodeEntry(decodeEntry(line)))).toEqual(current);
    expect(await exportOf((await goldenLedger()).store)).toBe(text);
  });

  it('gives the answers that it gave then', async () => {
    for (const [name, answer] of Object.entries(await goldenAnswers(await goldenLedger()))) {
      expect(parseJson(answerJson(answer))).toEqual(parseJson(await readFile(pathOf(name), 'utf8')));
    }
  });
});

function isOfTodaysSchema(line: string): boolean {
  const { schema } = parseJson(line) as { readonly schema: number };
  return schema === EVENT_CATALOGUE[decodeEntry(line).event.type].schema;
}
