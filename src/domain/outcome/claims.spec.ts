import { describe, expect, it } from '@jest/globals';
import { day, given, id, uuidEnding } from '../../../test/support/given-when-then.js';
import { saving } from '../../../test/support/savings.js';
import {
  arrest,
  asset,
  contextAfter,
  HUMBERSIDE,
  posted,
  RART,
  RRPT,
  SOUTH,
  WEST,
  YORKSHIRE,
} from '../../../test/support/yorkshire.js';
import { refuse, type Decision } from '../decision.js';
import type { OutcomeId, UnitId } from '../identifiers.js';
import { agreeClaimWeights } from './agree-claim-weights.js';
import { recordItem } from './claim-outcome.js';
import { correctOutcome } from './correct-outcome.js';
import type { OutcomeDetails, OutcomeEvent } from './events.js';
import { linkOutcome, noteDuplicate, unlinkOutcome } from './link-outcome.js';
import { evolveOutcome, unrecorded, type Outcome } from './outcome.js';
import { withdrawClaim } from './withdraw-claim.js';
import { withdrawOutcome } from './withdraw-outcome.js';

const VALUE = 'assets-seized-value';
const outcomeId = uuidEnding<OutcomeId>(1);
const other = uuidEnding<OutcomeId>(2);
const context = contextAfter();
const item = { keyVersion: 1, scheme: 'exhibit', token: 'ab'.repeat(32) } as const;
const first = asset({ item, amountPence: 101n });
const second = asset({ item, amountPence: 90n, unit: RRPT, attribution: { basis: 'direct', force: SOUTH } });

function eventOf<E>(decision: Decision<E>): E {
  const [event] = decision.accepted ? decision.events : [];
  if (event === undefined) throw new Error(decision.accepted ? 'nothing' : decision.refusal.code);
  return event;
}
const tell = (outcome: OutcomeDetails, state: Outcome, collaboration = YORKSHIRE) =>
  recordItem({ collaboration, outcome }, outcomeId, state, context);
const after = (...events: readonly OutcomeEvent[]): Outcome => given(evolveOutcome, unrecorded, ...events);
const recorded = eventOf(tell(first, unrecorded));
const claimed = eventOf(tell(second, after(recorded)));
const both = after(recorded, claimed);
const postingsOf = (outcome: Outcome) => (outcome.status === 'recorded' ? outcome.postings : undefined);

describe('a second unit that tells of the same item', () => {
  it('becomes a claim, keeps what it told, and shares the whole as the first told it', () => {
    expect(claimed).toMatchObject({ type: 'OutcomeClaimed', outcome: second });
    expect(postingsOf(both)).toEqual([
      ...posted(VALUE, { [WEST]: 51n }),
      ...posted(VALUE, { [SOUTH]: 50n }, { unit: RRPT }),
    ]);
    expect(both).toMatchObject({ details: first, claims: [second], grade: 'claimed' });
  });

  it.each([
    ['already-claimed', { ...first, amountPence: 5n }, YORKSHIRE, { outcome: outcomeId, unit: RART }],
    [
      'contradicts-record',
      { ...second, route: 'confiscation' },
      YORKSHIRE,
      { field: 'route', recorded: "the item's route is cash-forfeiture" },
    ],
    [
      'contradicts-record',
      arrest({ item, unit: RRPT }),
      YORKSHIRE,
      { field: 'kind', recorded: "the item's kind is asset" },
    ],
    [
      'other-collaboration',
      second,
      id<typeof YORKSHIRE>('netic'),
      { field: 'item', collaboration: YORKSHIRE, outcome: outcomeId },
    ],
  ] as const)('is refused: %s', (code, told, collaboration, facts) => {
    expect(tell(told, after(recorded), collaboration)).toEqual(refuse({ code, ...facts } as never));
  });

  it('shares by weights that the units agreed, until somebody else claims', () => {
    const weights = { [RART]: 1n, [RRPT]: 3n };
    const agreed = eventOf(agreeClaimWeights({ outcomeId, weights }, both, context));
    const shared = after(recorded, claimed, agreed);
    expect(postingsOf(shared)?.map(({ unit, amount }) => [unit, amount])).toEqual([
      [RART, 25n],
      [RRPT, 76n],
    ]);
    expect(agreeClaimWeights({ outcomeId, weights }, shared, context)).toEqual(refuse({ code: 'unchanged' }));
    const stranger = { ...weights, [id<UnitId>('x')]: 1n };
    expect(agreeClaimWeights({ outcomeId, weights: stranger }, both, context)).toMatchObject({
      refusal: { code: 'not-claimed', field: 'weights.x' },
    });
    expect(agreeClaimWeights({ outcomeId, weights: { [RART]: 1n } }, both, context)).toMatchObject({
      refusal: { code: 'no-weights', field: 'weights.rrpt', unit: 'rrpt' },
    });
    const left = eventOf(withdrawClaim({ outcomeId, claim: RRPT, reason: 'other' }, shared, context));
    expect(postingsOf(after(recorded, claimed, agreed, left))).toEqual(posted(VALUE, { [WEST]: 101n }));
  });

  it('takes its own claim back; with the last the outcome ends, and the item may be told anew', () => {
    expect(withdrawOutcome({ outcomeId, reason: 'other' }, both)).toEqual(
      refuse({ code: 'claims-stand', field: 'claim', units: [RART, RRPT] }),
    );
    const gone = eventOf(withdrawClaim({ outcomeId, claim: RART, reason: 'other' }, both, context));
    const left = after(recorded, claimed, gone);
    expect(postingsOf(left)).toEqual(posted(VALUE, { [SOUTH]: 90n }, { unit: RRPT }));
    const last = eventOf(withdrawClaim({ outcomeId, claim: RRPT, reason: 'other' }, left, context));
    const ended = after(recorded, claimed, gone, last);
    expect(ended.status).toBe('withdrawn');
    expect(last.postings).toEqual(posted(VALUE, { [SOUTH]: -90n }, { unit: RRPT }));
    expect(postingsOf(after(recorded, claimed, gone, last, eventOf(tell(first, ended))))).toEqual(
      posted(VALUE, { [WEST]: 101n }),
    );
  });

  it('has to be open on the day on which its part is posted, whatever day it told', () => {
    const closed = day('2011-07-05');
    const late = { ...first, occurredOn: closed };
    const early = { ...second, occurredOn: day('2011-07-04') };
    const refusal = { code: 'unit-not-open', unit: RRPT, on: closed };
    expect(tell(early, after(eventOf(tell(late, unrecorded))))).toMatchObject({ refusal });
    expect(correctOutcome({ outcomeId, reason: 'other', outcome: late }, both, context)).toMatchObject({ refusal });
    const before = { ...late, occurredOn: day('2011-07-04') };
    expect(correctOutcome({ outcomeId, reason: 'other', outcome: before }, both, context)).toMatchObject({
      accepted: true,
    });
  });

  it('has to be open over all the days that the item ran', () => {
    const recurrence = { is: 'recurring', runsTo: day('2011-07-06') } as const;
    const ran = saving({ item, occurredOn: day('2010-04-01'), recurrence });
    const shorter = { ...ran, unit: RRPT, recurrence: { ...recurrence, runsTo: day('2011-07-05') } };
    const state = after(eventOf(tell(ran, unrecorded)));
    expect(tell(shorter, state)).toMatchObject({ refusal: { code: 'unit-not-open', unit: RRPT } });
    expect(tell(ran, after(eventOf(tell(shorter, unrecorded))))).toMatchObject({ accepted: true });
  });

  it('is put right by itself, without touching the other', () => {
    const outcome = { ...second, attribution: { basis: 'direct', force: HUMBERSIDE } } as const;
    const corrected = eventOf(correctOutcome({ outcomeId, reason: 'other', claim: RRPT, outcome }, both, context));
    expect(corrected.postings).toEqual([
      ...posted(VALUE, { [HUMBERSIDE]: 50n }, { unit: RRPT }),
      ...posted(VALUE, { [SOUTH]: -50n }, { unit: RRPT }),
    ]);
    expect(after(recorded, claimed, corrected)).toMatchObject({ details: first, claims: [outcome] });
    const moved = { ...first, unit: RRPT };
    expect(correctOutcome({ outcomeId, reason: 'other', outcome: moved }, both, context)).toMatchObject({
      refusal: { code: 'already-claimed' },
    });
    const { item: _, ...bare } = first;
    expect(correctOutcome({ outcomeId, reason: 'other', outcome: bare }, both, context)).toMatchObject({
      refusal: { code: 'contradicts-record', field: 'item' },
    });
  });
});

describe('the first claim of an item', () => {
  const made = arrest({ item });
  const start = after(eventOf(tell(made, unrecorded)));
  const shared = evolveOutcome(start, eventOf(tell({ ...made, unit: RRPT }, start)));
  const correct = (outcome: OutcomeDetails, state: Outcome, asBefore = false) =>
    correctOutcome({ outcomeId, reason: 'relabelled', outcome }, state, { ...context, asBefore });
  const relabelled = { ...made, role: 'facilitated' } as const;

  it.each<[string, OutcomeDetails, Outcome, string, string]>([
    ['an arrest', relabelled, shared, 'role', "the item's role is made"],
    ['an asset', { ...first, route: 'confiscation' }, both, 'route', "the item's route is cash-forfeiture"],
    ['an asset of another type', { ...first, assetType: 'other' }, both, 'assetType', "the item's assetType is cash"],
    ['an asset to an arrest', made, both, 'kind', "the item's kind is asset"],
  ])('is not corrected to another kind of thing while others claim it: %s', (_, outcome, state, field, recorded) => {
    const instead = 'let rrpt take its claim back first, and claim the item again once it is corrected';
    expect(correct(outcome, state)).toEqual(refuse({ code: 'contradicts-record', field, recorded, instead }));
  });

  it('is, by itself, before anybody else claims it and once nobody else does', () => {
    expect(correct(relabelled, start)).toMatchObject({ accepted: true });
    const gone = eventOf(withdrawClaim({ outcomeId, claim: RRPT, reason: 'other' }, shared, context));
    const alone = evolveOutcome(shared, gone);
    const right = evolveOutcome(alone, eventOf(correct(relabelled, alone)));
    expect(postingsOf(right)).toEqual(posted('arrests-facilitated', { [WEST]: 1n }));
    expect(tell({ ...relabelled, unit: RRPT }, right)).toMatchObject({ accepted: true });
    expect(tell({ ...made, unit: RRPT }, right)).toMatchObject({ refusal: { code: 'contradicts-record' } });
  });

  it('is corrected to what the others claim where a ledger of before has it otherwise, or they are to what it is', () => {
    const apart = evolveOutcome(shared, eventOf(correct(relabelled, shared, true)));
    expect(apart).toMatchObject({ details: relabelled, claims: [{ role: 'made' }] });
    expect(correct({ ...relabelled, offenceGroup: id('theft') }, apart)).toMatchObject({
      refusal: { code: 'contradicts-record', field: 'role' },
    });
    expect(correct(made, apart)).toMatchObject({ accepted: true });
    const outcome = { ...relabelled, unit: RRPT };
    expect(correctOutcome({ outcomeId, reason: 'other', claim: RRPT, outcome }, apart, context)).toMatchObject({
      accepted: true,
    });
  });
});

describe('a duplicate that is found later', () => {
  const primary = { outcome: after(recorded), revision: 4 };
  const duplicate = after(eventOf(tell(asset({ amountPence: 7n }), unrecorded)));
  const linked = eventOf(
    linkOutcome({ outcomeId: other, primary: outcomeId, reason: 'recorded-twice' }, duplicate, primary),
  );

  it('counts for nothing while it is linked, and for what it told once it is not', () => {
    expect(linked).toMatchObject({
      duplicateOf: outcomeId,
      postings: posted(VALUE, { [WEST]: -7n }),
      restsOn: { primary: 4 },
    });
    const down = evolveOutcome(duplicate, linked);
    expect(down).toMatchObject({ details: { amountPence: 7n }, postings: [], duplicateOf: outcomeId });
    const up = eventOf(unlinkOutcome({ outcomeId: other, reason: 'linked-in-error' }, down, context));
    expect(up).not.toHaveProperty('fellBackFrom');
    expect(evolveOutcome(down, up)).toEqual(duplicate);
  });

  it.each(['validated', 'audited'] as const)('comes back claimed when it is unlinked, though it was %s', (grade) => {
    const type = grade === 'validated' ? 'OutcomeValidated' : 'OutcomeAudited';
    const before = { collaboration: YORKSHIRE, labels: [] };
    const postings = [...posted(VALUE, { [WEST]: 7n }, { grade }), ...posted(VALUE, { [WEST]: -7n })];
    const looked = evolveOutcome(duplicate, { ...before, type, postings });
    const link = eventOf(
      linkOutcome({ outcomeId: other, primary: outcomeId, reason: 'recorded-twice' }, looked, primary),
    );
    expect(link.postings).toEqual(posted(VALUE, { [WEST]: -7n }, { grade }));
    const down = evolveOutcome(looked, link);
    const unlink = { outcomeId: other, reason: 'linked-in-error' } as const;
    const up = eventOf(unlinkOutcome(unlink, down, context));
    expect(up).toMatchObject({ fellBackFrom: grade, postings: posted(VALUE, { [WEST]: 7n }) });
    expect(evolveOutcome(down, up)).toEqual(duplicate);
    const asThen = eventOf(unlinkOutcome(unlink, down, { ...context, asBefore: true }));
    expect(asThen).not.toHaveProperty('fellBackFrom');
    expect(evolveOutcome(down, asThen)).toEqual(looked);
  });

  it('is noted in the primary, which cannot be withdrawn beneath it', () => {
    const note = eventOf(
      noteDuplicate({ primary: outcomeId, duplicate: other }, primary.outcome, {
        outcome: evolveOutcome(duplicate, linked),
        revision: 1,
      }),
    );
    const noted = evolveOutcome(primary.outcome, note);
    expect(withdrawOutcome({ outcomeId, reason: 'other' }, noted)).toEqual(
      refuse({ code: 'has-duplicates', outcome: outcomeId, duplicates: [other] }),
    );
    expect(withdrawClaim({ outcomeId, claim: RART, reason: 'other' }, noted, context)).toMatchObject({
      refusal: { code: 'has-duplicates' },
    });
    const third = uuidEnding<OutcomeId>(3);
    expect(
      linkOutcome({ outcomeId, primary: third, reason: 'other' }, noted, { outcome: duplicate, revision: 0 }),
    ).toMatchObject({ refusal: { code: 'has-duplicates' } });
  });

  it.each([
    ['unknown-outcome', unrecorded],
    ['withdrawn', after(recorded, eventOf(withdrawOutcome({ outcomeId, reason: 'other' }, after(recorded))))],
    ['primary-is-linked', evolveOutcome(duplicate, linked)],
    ['contradicts-record', after(eventOf(tell(arrest(), unrecorded)))],
  ] as const)('is not linked to what does not stand: %s', (code, outcome) => {
    const link = { outcomeId: other, primary: outcomeId, reason: 'other' } as const;
    expect(linkOutcome(link, duplicate, { outcome, revision: 0 })).toMatchObject({ refusal: { code } });
  });

  it('is not linked to itself, nor twice, nor unlinked when it is not linked', () => {
    const self = { outcomeId: other, primary: other, reason: 'other' } as const;
    expect(linkOutcome(self, duplicate, { outcome: duplicate, revision: 0 })).toMatchObject({
      refusal: { code: 'own-duplicate' },
    });
    const again = { outcomeId: other, primary: outcomeId, reason: 'other' } as const;
    expect(linkOutcome(again, evolveOutcome(duplicate, linked), primary)).toMatchObject({
      refusal: { code: 'already-linked' },
    });
    expect(withdrawOutcome({ outcomeId: other, reason: 'other' }, evolveOutcome(duplicate, linked))).toMatchObject({
      refusal: { code: 'already-linked' },
    });
    expect(unlinkOutcome({ outcomeId: other, reason: 'other' }, duplicate, context)).toMatchObject({
      refusal: { code: 'not-linked' },
    });
  });
});
