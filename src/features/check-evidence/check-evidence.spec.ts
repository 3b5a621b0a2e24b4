import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { goldenLedger, JOINT } from '../../../test/support/golden-ledger.js';
import { day, id, uuidEnding } from '../../../test/support/given-when-then.js';
import { ledgerInMemory, type LedgerInMemory } from '../../../test/support/ledgers.js';
import { outcomeOf, recorderOf } from '../../../test/support/recording.js';
import type { CommandId, ForceId, OutcomeId, PersonId } from '../../domain/identifiers.js';
import { recordOutcome } from '../../domain/outcome/record-outcome.js';
import { sha256 } from '../../ledger/codec/digest.js';
import { toAppend } from '../../ledger/execute.js';
import { outcomeStream } from '../../ledger/streams.js';
import { checkEvidence } from './command-line.js';

const west = id<ForceId>('west-yorkshire');
const arrest = {
  kind: 'arrest',
  role: 'made',
  offenceGroup: id<never>('drugs'),
  unit: id<never>('rart'),
  leadForce: west,
  occurredOn: day('2010-03-04'),
  attribution: { basis: 'direct', force: west },
} as const;
const evidence = (label: string, text: string) => ({ label: id<never>(label), sha256: sha256(text) });

let parent = '';
let directory = '';
let ledger: LedgerInMemory;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'tallystick-evidence-'));
});
afterAll(() => rm(parent, { recursive: true, force: true }));
beforeEach(async () => {
  directory = await mkdtemp(join(parent, 'files-'));
  ledger = await goldenLedger();
});

const put = (name: string, text: string): Promise<void> => writeFile(join(directory, name), text);
async function check(store = ledger.store): Promise<readonly [number, readonly string[]]> {
  const out: string[] = [];
  const terminal = { out: (text: string) => out.push(text), say: () => undefined, progress: () => undefined };
  const code = await checkEvidence(store, directory, terminal);
  return [code, out.join('\n').replaceAll(directory, 'DIR').split('\n')];
}
async function record(command: number, ...named: readonly ReturnType<typeof evidence>[]): Promise<number> {
  const done = await recorderOf(ledger).record(command, JOINT, { ...arrest, evidence: named });
  if (!done.ok || done.receipt?.entry === undefined) throw new Error('It was not recorded.');
  return done.receipt.entry;
}

describe('evidence in a directory', () => {
  it('is found by what it holds, under whatever name, in directories below too', async () => {
    const entry = await record(300, evidence('custody-record', 'one'), evidence('photograph', 'two'));
    await mkdir(join(directory, 'below'));
    await put('scan 1.pdf', 'one');
    await put('below/photograph.jpg', 'two');
    const [code, [head, ...lines]] = await check();
    expect(head).toBe(`Evidence as of entry ${entry}, against DIR: 2 found, ${lines.length} not found`);
    // The golden ledger names evidence of its own, of which there is no file.
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}not found: photograph .*, SHA-256 (?:ab){32}$/));
    for (const line of lines) expect(line).toMatch(/SHA-256 ([0-9a-f]{2})\1{31}$/);
    expect(code).toBe(1);
  });

  it('is all there when every file is', async () => {
    await record(300, evidence('custody-record', 'one'));
    const [, [, ...goldens]] = await check();
    for (const [i, line] of goldens.entries()) {
      if (line.includes('custody-record')) continue;
      const named = id<OutcomeId>(/outcome ([0-9a-f-]+)/.exec(line)?.[1] ?? '');
      await recorderOf(ledger).withdraw(301 + i, named, 'recorded-in-error');
    }
    await put('scan.pdf', 'one');
    expect(await check()).toEqual([0, [expect.stringMatching(/: 1 found, 0 not found$/)]]);
  });

  it('is missing when no file holds it; one of its name that holds something else is pointed out', async () => {
    const entry = await record(300, evidence('custody-record', 'one'), evidence('photograph', 'two'));
    await put('custody-record.pdf', 'altered');
    const [code, lines] = await check();
    expect(code).toBe(1);
    expect(lines).toContain(
      `  not found: custody-record of outcome ${outcomeOf(300)} (entry ${entry}), SHA-256 ${sha256('one')}; custody-record.pdf has that name and holds something else`,
    );
    expect(lines).toContain(
      `  not found: photograph of outcome ${outcomeOf(300)} (entry ${entry}), SHA-256 ${sha256('two')}`,
    );
    expect(lines).toContain('  custody-record.pdf is in the directory, and no outcome names it');
  });

  it('is not asked for once its outcome was withdrawn or names other evidence', async () => {
    await record(300, evidence('first', 'one'));
    await record(301, evidence('second', 'two'));
    await recorderOf(ledger).withdraw(302, outcomeOf(300), 'recorded-in-error');
    await recorderOf(ledger).correct(303, outcomeOf(301), 'other', { evidence: [evidence('third', 'three')] }, 0);
    await put('one', 'one');
    await put('two', 'two');
    await put('three', 'three');
    const [, lines] = await check();
    const gone = (path: string) => `  ${path} is evidence of nothing that stands: it was withdrawn or corrected away`;
    expect(lines).toEqual(expect.arrayContaining([gone('one'), gone('two')]));
    expect(lines.filter((line) => /first|second|third/.test(line))).toEqual([]);
  });

  it('is nothing where its digest is that of an empty file, as outcomes of before may name it', async () => {
    const context = await ledger.agreements.contextFor(JOINT, ledger.now());
    if (context === undefined) throw new Error('There is no such collaboration.');
    const outcome = { ...arrest, evidence: [evidence('custody-record', 'one'), evidence('photograph', '')] };
    const before = { ...context, predecessor: undefined, asBefore: true };
    const decision = recordOutcome({ collaboration: JOINT, outcome }, before);
    const [event] = decision.accepted ? decision.events : [];
    if (event === undefined) throw new Error('It was never taken.');
    const by = { id: uuidEnding<CommandId>(300), actor: id<PersonId>('j-smith'), content: 'as before' };
    await ledger.store.append(toAppend(ledger.now(), outcomeStream(outcomeOf(300)), -1, by, event));
    const entry = await ledger.store.head();
    await put('scan.pdf', 'one');
    await put('photograph.jpg', '');
    const [code, [head, ...rest]] = await check();
    expect(code).toBe(1);
    expect(head).toMatch(/: 1 found, \d+ not found$/);
    expect(rest).toContain(
      `  proves nothing: photograph of outcome ${outcomeOf(300)} (entry ${entry}) has the SHA-256 of an empty file`,
    );
    expect(rest.filter((line) => line.includes('photograph.jpg'))).toEqual([]);
  });

  it('is not what a link leads to', async () => {
    await record(300, evidence('linked', 'elsewhere'));
    await writeFile(join(parent, 'elsewhere'), 'elsewhere');
    await symlink(join(parent, 'elsewhere'), join(directory, 'linked'));
    const [code, lines] = await check();
    expect(code).toBe(1);
    expect(lines.some((line) => line.startsWith('  not found: linked'))).toBe(true);
  });

  it('of an empty ledger is nothing, and a directory that is not there is an error', async () => {
    expect(await check(ledgerInMemory().store)).toEqual([
      0,
      ['Evidence as of entry -1, against DIR: 0 found, 0 not found'],
    ]);
    await rm(directory, { recursive: true });
    await expect(check()).rejects.toThrow('ENOENT');
  });
});
