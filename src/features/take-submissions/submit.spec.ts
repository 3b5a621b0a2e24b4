import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PersonId } from '../../domain/identifiers.js';
import { id } from '../../../test/support/given-when-then.js';
import { loadGround } from '../../../test/support/ground.js';
import { ARREST } from '../../../test/support/http.js';
import { ledgerInMemory, type LedgerInMemory } from '../../../test/support/ledgers.js';
import { SUBMITTABLE } from '../../submittable.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { submitCommand, submitName, type SubmitWords } from './command-line.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallystick-submit-'));
});
afterAll(() => rm(directory, { recursive: true }));

let ledger: LedgerInMemory;
let shown: string[];
let said: string[];
beforeEach(async () => {
  ledger = ledgerInMemory();
  await loadGround(ledger, id('ground'));
  [shown, said] = [[], []];
});

const terminal: Terminal = {
  out: (text) => void shown.push(text),
  say: (text) => void said.push(text),
  progress: () => undefined,
};

async function submit(what: string, body: unknown, words: Partial<SubmitWords> = {}): Promise<ExitCode> {
  const file = join(directory, `${what}.json`);
  await writeFile(file, typeof body === 'string' ? body : JSON.stringify(body));
  const about = { id: randomUUID(), outcome: undefined, revision: undefined, as: id<PersonId>('j-smith'), ...words };
  return submitCommand(ledger, SUBMITTABLE.values(), { what, file, ...about }, terminal);
}
const answer = (): { outcomeId: string; entry: number; revision: number } =>
  JSON.parse(shown.at(-1) ?? '') as { outcomeId: string; entry: number; revision: number };

describe('tallystick submit', () => {
  it('records an outcome from a file, corrects it and withdraws it, and prints what each is answered over HTTP', async () => {
    expect(await submit('record-outcome', ARREST)).toBe(0);
    const { outcomeId: outcome, entry } = answer();
    expect(Object.keys(answer())).toEqual(['outcomeId', 'entry', 'revision', 'postings']);
    const correction = { reason: 'relabelled', changes: { role: 'facilitated' } };
    expect(await submit('correct-outcome', correction, { outcome, revision: '0' })).toBe(0);
    expect(answer()).toMatchObject({ outcomeId: outcome, entry: entry + 1, revision: 1 });
    const withdrawal = { reason: 'recorded-in-error' };
    expect(await submit('withdraw-outcome', withdrawal, { outcome, revision: '1' })).toBe(0);
    expect(await ledger.store.head()).toBe(entry + 2);
  });

  it('records once what comes again under its id, which it says before it sends anything', async () => {
    const sent = { id: randomUUID() };
    await submit('record-outcome', ARREST, sent);
    const head = await ledger.store.head();
    expect(await submit('record-outcome', ARREST, sent)).toBe(0);
    expect(shown[1]).toBe(shown[0]);
    expect(await ledger.store.head()).toBe(head);
    expect(said[0]).toContain(`--id ${sent.id}`);
  });

  it('refuses with 1, in the words that were typed, and records nothing', async () => {
    const head = await ledger.store.head();
    expect(await submit('record-outcome', { ...ARREST, unit: 'nobody' })).toBe(1);
    expect(said.slice(1)).toEqual([
      expect.stringMatching(/^Refused: .*\(unknown-unit\)\.$/),
      expect.stringMatching(/^unit: /),
    ]);
    expect(await submit('correct-outcome', { reason: 'other', changes: {} })).toBe(1);
    expect(said.at(-1)).toMatch(/^--outcome: is missing/);
    expect(
      await submit('withdraw-outcome', { reason: 'recorded-in-error' }, { outcome: randomUUID(), revision: 'x' }),
    ).toBe(1);
    expect(said.at(-1)).toMatch(/^--revision: has to be one revision/);
    expect(await ledger.store.head()).toBe(head);
  });

  it('asks for the figure where it is about one', async () => {
    expect(await submit('dispute-figure', { reason: 'sources-disagree' })).toBe(1);
    expect(said.at(-1)).toMatch(/^--figure: is missing/);
  });

  it('cannot do what it does not know, nor read what is no JSON', async () => {
    await expect(submit('record-everything', ARREST)).rejects.toThrow(/record-outcome, correct-outcome/);
    await expect(submit('record-outcome', '{"kind":')).rejects.toThrow();
    expect(shown).toEqual([]);
  });

  it('names in its help all that may be submitted', async () => {
    const cli = await readFile(new URL('../../commands-to-record.ts', import.meta.url), 'utf8');
    const help = /'<what>',\s+([^)]+)\)/.exec(cli)?.[1]?.replace(/' \+\s+'/g, '') ?? '';
    expect(help).toContain([...SUBMITTABLE.values()].map(submitName).join(', '));
  });
});
