import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wrongTotals } from '../support/brute-totals.js';
import { Journal } from '../support/journal.js';
import { Oracle } from '../support/oracle.js';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallystick-oracle-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const posting = {
  measure: 'arrests-made',
  force: 'humberside',
  unit: 'rart',
  grade: 'claimed',
  occurredOn: '2010-03-04',
};

function lineOf(command: string, entry: number, changes: object = {}): string {
  const data = { collaboration: 'c', outcome: { kind: 'arrest' }, postings: [{ ...posting, amount: 1 }] };
  const own = { id: `id-${entry}`, command: { id: command }, stream: `outcome-${command}`, revision: 0 };
  return JSON.stringify({ ...own, type: 'OutcomeRecorded', data, ...changes });
}

const receiptOf = (command: string, entry: number): string =>
  JSON.stringify({ outcomeId: command, entry, revision: 0, postings: [{ ...posting, amount: 1 }] });

/** Of a store that counts later. */
const uncounted = (command: string, revision: number): string =>
  JSON.stringify({
    outcomeId: command,
    state: 'recorded',
    receipt: `/api/v1/receipts/${command}`,
    revision,
    postings: [{ ...posting, amount: 1 }],
  });

interface Sent {
  readonly ids: readonly string[];
  /** The entry that was acknowledged; `recorded` without its number; `refused`; nothing when no answer came. */
  readonly became?: number | 'recorded' | 'refused';
  /** What a receipt without a number says. */
  readonly revision?: number;
}

let journals = 0;
/** What the oracle says of a ledger after these calls, each answered before the next is sent. */
function said(sent: readonly Sent[], ...ledgers: readonly (readonly string[])[]): readonly string[] {
  journals += 1;
  const journal = new Journal(join(directory, `${journals}.ndjson`));
  for (const { ids, became, revision = 0 } of sent) {
    const body = JSON.stringify({ collaboration: 'c', kind: 'arrest' });
    const call = journal.called({ ids, path: '/api/v1/outcomes', body });
    if (became === 'refused') journal.answered({ call, at: 'refused', status: 422, body: '{}' });
    else if (became === 'recorded')
      journal.answered({ call, at: 'acknowledged', status: 200, body: uncounted(ids[0] ?? '', revision) });
    else if (became !== undefined)
      journal.answered({ call, at: 'acknowledged', status: 201, body: receiptOf(ids[0] ?? '', became) });
  }
  journal.close();
  const oracle = new Oracle(journal.path, 0);
  return ledgers.flatMap((lines) => oracle.look(lines, { settled: true }));
}

const a = { ids: ['a'], became: 0 };
const b = { ids: ['b'], became: 1 };

describe('the oracle', () => {
  it('has nothing to say of a ledger that kept every promise', () => {
    const kept = [lineOf('a', 0), lineOf('b', 1)];
    expect(said([a, { ids: ['x'], became: 'refused' }, b], kept, kept)).toEqual([]);
  });

  it('takes a receipt without a number for the same as the one that has it', () => {
    expect(said([{ ids: ['a'], became: 'recorded' }, a], [lineOf('a', 0)])).toEqual([]);
  });

  it.each<[string, readonly Sent[], readonly (readonly string[])[]]>([
    ['lost', [a, b], [[lineOf('a', 0)]]],
    ['lost', [a], [[lineOf('a', 0)], []]],
    ['twice', [a], [[lineOf('a', 0), lineOf('a', 1, { stream: 'outcome-z' })]]],
    ['twice', [a, b], [[lineOf('a', 0), lineOf('b', 1, { id: 'id-0' })]]],
    ['moved', [b, a], [[lineOf('a', 0), lineOf('b', 1)].reverse()]],
    ['moved', [a], [[lineOf('a', 0, { data: { collaboration: 'c', outcome: { kind: 'arrest' }, postings: [] } })]]],
    ['moved', [{ ids: ['a'], became: 'recorded', revision: 1 }], [[lineOf('a', 0)]]],
    ['lost', [{ ids: ['a'], became: 'recorded' }, b], [[lineOf('b', 0)]]],
    ['receipts', [{ ids: ['a'], became: 'recorded', revision: 1 }, a], [[lineOf('a', 0)]]],
    ['content', [a], [[lineOf('a', 0, { type: 'OutcomeWithdrawn' })]]],
    ['bytes', [a], [[lineOf('a', 0)], [lineOf('a', 0, { recordedAt: 'later' })]]],
    ['refused', [{ ids: ['a'], became: 'refused' }], [[lineOf('a', 0)]]],
    ['unresolved', [{ ids: ['a'] }], [[]]],
    ['stranger', [], [[lineOf('a', 0)]]],
    ['half', [{ ids: ['a', 'b'] }], [[lineOf('a', 0)]]],
    ['revision', [a], [[lineOf('a', 0, { revision: 1 })]]],
    ['order', [b, a], [[lineOf('a', 0), lineOf('b', 1)]]],
    ['receipts', [a, { ...a, became: 1 }], [[lineOf('a', 0)]]],
  ])('sees: %s', (kind, sent, ledgers) => {
    expect(said(sent, ...ledgers).map((violation) => violation.replace(/:.*/s, ''))).toContain(kind);
  });

  it('sees a total that is wrong, missing or of nothing', () => {
    const lines = [lineOf('a', 0), lineOf('b', 1)];
    const row = { collaboration: 'c', ...posting, month: '2010-03', amount: 2 };
    expect(wrongTotals(lines, { rows: [row] })).toEqual([]);
    expect(wrongTotals(lines, { rows: [{ ...row, amount: 1 }] })).toHaveLength(1);
    expect(wrongTotals(lines, { rows: [] })).toHaveLength(1);
    expect(wrongTotals(lines, { rows: [row, { ...row, month: '2010-04' }] })).toHaveLength(1);
  });
});
