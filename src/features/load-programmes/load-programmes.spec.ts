import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { id } from '../../../test/support/given-when-then.js';
import { exportOf, ledgerInMemory, type LedgerInMemory } from '../../../test/support/ledgers.js';
import { verified } from '../../../test/support/exports.js';
import { programmesFor } from '../../ledger/answer-programmes.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { loadCollaborations } from '../load-collaborations/load-collaborations.js';
import { ensureStandardMeasures } from '../load-measures/standard-measures.js';
import { loadProgrammes } from './load-programmes.js';

const demo = (name: string) => readFile(new URL(`../../demo-data/${name}`, import.meta.url), 'utf8');
const ACTOR = id<never>('programme-team');

let ledger: LedgerInMemory;
beforeEach(async () => {
  ledger = ledgerInMemory('2026-11-22T10:00:00.000Z');
  await ensureStandardMeasures(ledger);
  for (const file of ['collaborations.json', 'other-collaborations.json'])
    expect(await loadCollaborations(ledger, await demo(file), ACTOR)).toMatchObject({ refused: [] });
});
const load = (file: unknown) => loadProgrammes(ledger, typeof file === 'string' ? file : JSON.stringify(file), ACTOR);

const PROJECT = {
  project: 'uniform',
  name: 'Uniform',
  area: 'support',
  model: 'ad-hoc',
  owner: 'regional-procurement',
  participants: ['durham'],
  proposedOn: '2017-01-01',
};
const fileOf = (project: object, more: object = {}) => ({
  programmes: [{ collaboration: 'netic', projects: [{ ...PROJECT, ...project }], ...more }],
});
const LIVE = {
  approvals: [{ approvedOn: '2017-02-01', effectiveFrom: '2017-03-01' }],
  changes: [{ change: { status: 'live' }, on: '2017-03-01' }],
};

describe('loading programmes', () => {
  it('records each fact once, and twice nothing', async () => {
    expect(await load(fileOf(LIVE))).toEqual({ recorded: 3, alreadyThere: 0, refused: [] });
    expect(await load(fileOf(LIVE))).toEqual({ recorded: 0, alreadyThere: 3, refused: [] });
  });

  it('names what the ledger refuses and goes on', async () => {
    const early = { ...LIVE.changes[0], on: '2017-02-28' };
    const profile = { profile: 'p', owner: 'o', measure: 'arrests', from: '2017-04-01', to: '2018-04-01' };
    const file = fileOf({ ...LIVE, changes: [early], profiles: [{ ...profile, baseline: 1, target: 2 }] });
    expect(await load(file)).toMatchObject({
      recorded: 3,
      refused: [{ what: 'ChangeProjectStatus uniform of netic', refusal: { code: 'dates-out-of-order' } }],
    });
  });

  it('refuses programmes of nobody', async () => {
    const file = { programmes: [{ collaboration: 'atlantis', projects: [PROJECT] }] };
    expect(await load(file)).toMatchObject({
      recorded: 0,
      refused: [{ what: 'ProposeProject uniform of atlantis', refusal: { code: 'unknown-collaboration' } }],
    });
  });

  it.each([
    ['no JSON', 'nonsense', /not JSON/],
    ['a misspelt field', fileOf({ nmae: 'Uniform' }), /projects\[0\]\.nmae: is not a field here/],
    ['a misspelt status', fileOf({ changes: [{ change: { status: 'dead' }, on: '2017-03-01' }] }), /change\.status/],
    ['an end without a reason', fileOf({ changes: [{ change: { status: 'stopped' }, on: '2017-03-01' }] }), /reason/],
    ['half a penny', fileOf({ businessCases: [{ setOn: '2017-03-01', costPence: 0.5 }] }), /costPence/],
    ['a project inside a project', fileOf({ scores: [{ project: 'other' }] }), /scores\[0\]/],
  ])('refuses a file with %s as a whole', async (_, file, reason) => {
    const before = await ledger.store.head();
    await expect(load(file)).rejects.toThrow(Unreadable);
    await expect(load(file)).rejects.toThrow(reason);
    expect(await ledger.store.head()).toBe(before);
  });
});

describe('the programmes of the demo', () => {
  it('are taken whole, once, and verify offline', async () => {
    const first = await load(await demo('programmes.json'));
    expect(first).toMatchObject({ alreadyThere: 0, refused: [] });
    expect(await load(await demo('programmes.json'))).toEqual({
      recorded: 0,
      alreadyThere: first.recorded,
      refused: [],
    });
    expect(await verified(await exportOf(ledger.store))).toMatchObject({ verdict: 'agrees' });
  });

  it('say of everything where it is written, and label what no source gives', async () => {
    await load(await demo('programmes.json'));
    const answer = await programmesFor(ledger, {}, { entry: await ledger.store.head() });
    if (!answer.ok) throw new Error(answer.refusal.code);
    const { projects, tiers } = answer.value;
    const parts = projects.flatMap((project) => {
      const { scores, businessCase, approval, changes, profiles } = project;
      return [project, scores, businessCase, approval, ...changes, ...profiles].filter((part) => part !== null);
    });
    const unsourced = [...parts, ...tiers].filter(({ source }) => !/^00[0-4]:\d+/.test(source ?? ''));
    expect(unsourced).toEqual([]);
    expect(parts.length).toBeGreaterThan(100);
    const invented = [...projects.flatMap(({ scores, profiles }) => [scores, ...profiles])].filter(
      (part) => part?.labels.length === 0,
    );
    expect(invented).toEqual([]);
  });

  it('hold what the sources tell of', async () => {
    await load(await demo('programmes.json'));
    const answer = await programmesFor(ledger, {}, { entry: await ledger.store.head() });
    if (!answer.ok) throw new Error(answer.refusal.code);
    const { projects } = answer.value;
    const of = (collaboration: string) => projects.filter((each) => each.collaboration === collaboration);
    const midlands = of('east-midlands-collaboration');
    expect(new Set(midlands.map(({ area }) => area)).size).toBe(8);
    expect(midlands.filter(({ participants }) => participants.length === 2)).toHaveLength(6);
    expect(new Set(of('south-west-collaboration').map(({ model }) => model)).size).toBe(7);
    expect(of('netic').some(({ participants }) => participants.length === 7)).toBe(true);
    const operations = of('evolve').find(({ project }) => project === 'special-operations');
    expect(operations).toMatchObject({ function: 'special-operations', participants: ['cleveland', 'durham'] });
    const core = projects.find(({ project }) => project === 'rocu-core-capabilities');
    expect(core?.approval).toMatchObject({ approvedOn: '2017-09-27', effectiveFrom: '2016-09-01' });
    expect(projects.filter(({ status }) => status === 'rejected' || status === 'stopped')).toHaveLength(5);
  });
});
