import { beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { ledgerInMemory, type LedgerInMemory } from '../../../test/support/ledgers.js';
import { id } from '../../../test/support/given-when-then.js';
import { isMember } from '../../domain/collaboration/participation.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { loadCollaborations } from './load-collaborations.js';

const DEMO = await readFile(new URL('../../demo-data/collaborations.json', import.meta.url), 'utf8');
const FACTS = {
  regions: [{ id: 'wales', name: 'Wales' }],
  forces: [
    { id: 'gwent', name: 'Gwent Police', region: 'wales' },
    { id: 'dyfed', name: 'Dyfed', region: 'wales' },
  ],
  collaborations: [
    {
      id: 'tarian',
      name: 'Tarian',
      model: 'joint-venture',
      members: [
        { force: 'gwent', from: '2005-01-01' },
        { force: 'dyfed', from: '2005-01-01', to: '2007-01-01' },
        { force: 'dyfed', from: '2009-01-01' },
      ],
      units: [
        { id: 'one', name: 'One', from: '2005-01-01', to: '2010-01-01' },
        { id: 'two', name: 'Two', from: '2009-06-01', lead: 'dyfed' },
      ],
      keys: [
        { id: 'even', basis: 'equal', from: '2006-01-01', weights: { gwent: 1, dyfed: 1 } },
        { id: 'even', basis: 'equal', from: '2007-01-01', weights: { gwent: 1 } },
      ],
    },
  ],
};
const COUNT = 1 + 2 + 1 + 3 + 1 + 2 + 1 + 2;

let ledger: LedgerInMemory;
beforeEach(() => {
  ledger = ledgerInMemory();
});
const load = (file: unknown) =>
  loadCollaborations(ledger, typeof file === 'string' ? file : JSON.stringify(file), id('evaluator'));
type Collaborations = typeof FACTS.collaborations;
const changed = (more: Partial<Record<keyof Collaborations[number], unknown>>) => ({
  ...FACTS,
  collaborations: FACTS.collaborations.map((each) => ({ ...each, ...more })),
});

describe('loading collaborations', () => {
  it('records each fact once, and twice nothing', async () => {
    expect(await load(FACTS)).toEqual({ recorded: COUNT, alreadyThere: 0, refused: [] });
    expect(await load(FACTS)).toEqual({ recorded: 0, alreadyThere: COUNT, refused: [] });
    expect(await ledger.store.head()).toBe(COUNT - 1);
  });

  it('takes the file of the demo whole', async () => {
    const first = await load(DEMO);
    expect(first.refused).toEqual([]);
    expect(await load(DEMO)).toEqual({ recorded: 0, alreadyThere: first.recorded, refused: [] });
  });

  it('is noticed at once, and memberships begin, end and begin again', async () => {
    expect(await ledger.agreements.collaboration(id('tarian'))).toBeUndefined();
    await load(FACTS);
    const tarian = await ledger.agreements.collaboration(id('tarian'));
    const days = ['2004-12-31', '2005-01-01', '2006-12-31', '2007-01-01', '2008-12-31', '2009-01-01'];
    expect(days.map((each) => tarian && isMember(tarian, id('dyfed'), each as never))).toEqual([
      false,
      true,
      true,
      false,
      false,
      true,
    ]);
    expect(tarian?.units.get(id('one'))).toEqual({
      ...{ from: '2005-01-01', to: '2010-01-01', leads: [] },
      names: [{ from: '2005-01-01', name: 'One' }],
    });
    expect(tarian?.keys.get(id('even'))).toHaveLength(2);
  });

  it('takes who takes part in what, and what units were called and who led them', async () => {
    const functions = [
      { force: 'gwent', function: 'dogs', from: '2008-01-01' },
      { force: 'dyfed', function: 'dogs', from: '2008-01-01', to: '2009-01-01' },
    ];
    const kennels = {
      ...{ id: 'kennels', name: 'Kennels', from: '2008-01-01', lead: 'gwent', function: 'dogs', to: '2015-01-01' },
      renamed: [{ name: 'Dog support', from: '2009-01-01' }],
      moved: [{ lead: 'dyfed', from: '2011-01-01', approvedOn: '2012-01-01' }],
    };
    const [tarian] = FACTS.collaborations;
    const members = [...(tarian?.members ?? []), ...functions];
    const file = changed({ members, units: [...(tarian?.units ?? []), kennels] });
    expect(await load(file)).toEqual({ recorded: COUNT + 3 + 4, alreadyThere: 0, refused: [] });
    expect(await load(file)).toEqual({ recorded: 0, alreadyThere: COUNT + 3 + 4, refused: [] });
    expect(await load(FACTS)).toMatchObject({ recorded: 0, refused: [] });
    const unit = (await ledger.agreements.collaboration(id('tarian')))?.units.get(id('kennels'));
    expect(unit).toEqual({
      ...{ from: '2008-01-01', to: '2015-01-01', function: 'dogs' },
      names: [
        { from: '2008-01-01', name: 'Kennels' },
        { from: '2009-01-01', name: 'Dog support' },
      ],
      leads: [
        { from: '2008-01-01', leadForce: 'gwent' },
        { from: '2011-01-01', leadForce: 'dyfed', approvedOn: '2012-01-01' },
      ],
    });
  });

  it.each([
    ['another name', changed({ name: 'Tarian 2' }), 'founding of tarian', 'contradicts-record'],
    ['another model', changed({ model: 'ad-hoc' }), 'founding of tarian', 'contradicts-record'],
    [
      'another name of a region',
      { ...FACTS, regions: [{ id: 'wales', name: 'Cymru' }] },
      'region wales',
      'contradicts-record',
    ],
    [
      'another region of a force',
      { ...FACTS, forces: [{ id: 'gwent', name: 'Gwent Police', region: 'england' }] },
      'force gwent',
      'unknown-region',
    ],
    [
      'another start of a membership',
      changed({ members: [{ force: 'gwent', from: '2006-01-01' }] }),
      'member gwent of tarian',
      'contradicts-record',
    ],
    [
      'a force that nobody knows',
      changed({ members: [{ force: 'kent', from: '2006-01-01' }] }),
      'member kent of tarian',
      'unknown-force',
    ],
    [
      'another start of a unit',
      changed({ units: [{ id: 'one', name: 'One', from: '2004-01-01' }] }),
      'unit one of tarian',
      'contradicts-record',
    ],
    [
      'another end of a unit',
      changed({ units: [{ id: 'one', name: 'One', from: '2005-01-01', to: '2011-01-01' }] }),
      'closing of one of tarian',
      'contradicts-record',
    ],
    [
      'other weights',
      changed({ keys: [{ id: 'even', basis: 'equal', from: '2007-01-01', weights: { gwent: 2 } }] }),
      'key even of tarian',
      'contradicts-record',
    ],
    [
      'weights of a force that had left',
      changed({ keys: [{ id: 'odd', basis: 'equal', from: '2008-01-01', weights: { dyfed: 1 } }] }),
      'key odd of tarian',
      'not-a-member',
    ],
  ])('refuses what contradicts the ledger, by name, and goes on: %s', async (_, file, what, code) => {
    await load(FACTS);
    const { recorded, refused } = await load(file);
    expect(refused).toMatchObject([{ what, refusal: { code } }]);
    expect(recorded).toBe(0);
  });

  it.each([
    ['no JSON', 'nonsense', /not JSON/],
    ['a misspelt field', { ...FACTS, forced: [] }, /forced: is not a field here/],
    [
      'a misspelt field inside',
      changed({ members: [{ force: 'gwent', form: '2005-01-01' }] }),
      /members\[0\]\.from: is missing/,
    ],
    [
      'a weight below zero',
      changed({ keys: [{ id: 'k', basis: 'b', from: '2005-01-01', weights: { gwent: -1 } }] }),
      /weights\.gwent: is -1/,
    ],
    [
      'half a weight',
      changed({ keys: [{ id: 'k', basis: 'b', from: '2005-01-01', weights: { gwent: 0.5 } }] }),
      /whole number within/,
    ],
    ['a day that there is not', changed({ members: [{ force: 'gwent', from: '2005-02-29' }] }), /members\[0\]\.from/],
  ])('refuses a file with %s as a whole', async (_, file, reason) => {
    const refused = load(file);
    await expect(refused).rejects.toThrow(Unreadable);
    await expect(refused).rejects.toThrow(reason);
    expect(await ledger.store.head()).toBe(-1);
  });
});
