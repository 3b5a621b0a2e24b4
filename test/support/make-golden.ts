/**
 * Writes the golden ledger and its answers anew, and refuses if the lines that are there would not stay as they are.
 *
 *   node --import ./test/support/import-typescript.ts --import ./test/support/compile-typescript.ts test/support/make-golden.ts
 */
import { readFile, writeFile } from 'node:fs/promises';
import { answerJson } from '../../src/ledger/codec/json.js';
import { goldenAnswers } from './golden-answers.js';
import { goldenLedger } from './golden-ledger.js';
import { exportOf } from './ledgers.js';

const placeOf = (name: string) => new URL(`../golden/${name}`, import.meta.url);
const entriesOf = (text: string): string => text.slice(0, text.trimEnd().lastIndexOf('\n') + 1);

const before = await readFile(placeOf('ledger.ndjson'), 'utf8').catch(() => '');
const ledger = await goldenLedger();
const text = await exportOf(ledger.store);
if (!text.startsWith(entriesOf(before))) throw new Error('The golden ledger may only grow: its lines would change.');
await writeFile(placeOf('ledger.ndjson'), text);
for (const [name, answer] of Object.entries(await goldenAnswers(ledger)))
  await writeFile(placeOf(name), `${answerJson(answer, 2)}\n`);
