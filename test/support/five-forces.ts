import { expect } from '@jest/globals';
import type { StatementAnswer, StatementAnswerLine, TotalsQuestion } from '../../projections/answers.js';
import type { Comparison } from '../../projections/comparison.js';
import type { View } from '../../projections/views.js';
import type { Checked } from '../../src/domain/decision.js';
import type { CollaborationId, ForceId, KeyId, MeasureId, PersonId, UnitId } from '../../src/domain/identifiers.js';
import type { OutcomeDetails } from '../../src/domain/outcome/events.js';
import type { Refusal } from '../../src/domain/refusals.js';
import { loadCollaborations } from '../../src/features/load-collaborations/load-collaborations.js';
import { ensureStandardMeasures } from '../../src/features/load-measures/standard-measures.js';
import { comparisonFor } from '../../src/ledger/answer-comparison.js';
import { statementFor } from '../../src/ledger/answer-statement.js';
import { totalsFor } from '../../src/ledger/answer-totals.js';
import type { AsAt } from '../../src/ledger/as-at.js';
import { answerJson } from '../../src/ledger/codec/json.js';
import type { Executed, Receipt } from '../../src/ledger/execute.js';
import { verified } from './exports.js';
import { day, id } from './given-when-then.js';
import { exportOf, ledgerInMemory, type LedgerInMemory } from './ledgers.js';
import { recorderOf, type Recorder } from './recording.js';

export const FIVE = id<CollaborationId>('five-forces');
export const DERBYSHIRE = id<ForceId>('derbyshire');
export const LEICESTERSHIRE = id<ForceId>('leicestershire');
export const LINCOLNSHIRE = id<ForceId>('lincolnshire');
export const NORTHAMPTONSHIRE = id<ForceId>('northamptonshire');
export const NOTTINGHAMSHIRE = id<ForceId>('nottinghamshire');
/** Registered, and a member of nothing. */
export const STRANGER = id<ForceId>('west-yorkshire');
export const OUTSIDE = id<ForceId>('outside');
export const CRIME = id<UnitId>('serious-crime');
export const ROADS = id<UnitId>('roads');

const WEIGHTS = {
  [DERBYSHIRE]: 1,
  [LEICESTERSHIRE]: 2,
  [LINCOLNSHIRE]: 3,
  [NORTHAMPTONSHIRE]: 2,
  [NOTTINGHAMSHIRE]: 2,
};
const FORCES = Object.keys(WEIGHTS);
const ACTOR = id<PersonId>('programme-team');
const SINCE = '2005-04-01';

export const byKey = { basis: 'key', key: id<KeyId>('population') } as const;
/** What outcomes of these ledgers have in common unless they say otherwise. */
export const ofTheUnit = { unit: CRIME, leadForce: DERBYSHIRE, attribution: byKey } as const;

/** What a later version of the agreement says: who left when, which unit closed when, and the key from then on. */
export interface Changes {
  readonly left?: { readonly force: ForceId; readonly to: string };
  readonly closed?: { readonly unit: UnitId; readonly to: string };
  readonly key?: { readonly from: string; readonly weights: Readonly<Record<ForceId, number>> };
}

/** The agreement as its file: five forces with two units, sharing 1 : 2 : 3 : 2 : 2 by the key `population`. */
function agreementFile({ left, closed, key }: Changes): string {
  const units = [CRIME, ROADS].map((unit) => ({
    ...{ id: unit, name: unit, from: SINCE },
    ...(closed?.unit === unit && { to: closed.to }),
  }));
  const members = FORCES.map((force) => ({ force, from: SINCE, ...(left?.force === force && { to: left.to }) }));
  const population = { id: byKey.key, basis: 'population' };
  const keys = [{ ...population, from: SINCE, weights: WEIGHTS }];
  const later = key === undefined ? [] : [{ ...population, ...key }];
  return JSON.stringify({
    regions: [{ id: 'midlands', name: 'Midlands' }],
    forces: [...FORCES, STRANGER].map((force) => ({ id: force, name: force, region: 'midlands' })),
    collaborations: [{ id: FIVE, name: 'Five forces', model: 'lead-force', members, units, keys: [...keys, ...later] }],
  });
}

/** A ledger of five forces, whose every answer is kept so that an auditor can be given it with the export. */
export class FiveForces {
  readonly #answers: Record<string, string> = {};

  private constructor(
    readonly ledger: LedgerInMemory,
    readonly recorder: Recorder,
  ) {}

  static async agreed(now = '2009-12-01T09:00:00.000Z'): Promise<FiveForces> {
    const ledger = ledgerInMemory(now);
    await ensureStandardMeasures(ledger);
    const five = new FiveForces(ledger, recorderOf(ledger));
    await five.change({});
    return five;
  }

  /** Loads the agreement with changes; what stood already is left alone. */
  async change(changes: Changes): Promise<void> {
    expect(await loadCollaborations(this.ledger, agreementFile(changes), ACTOR)).toMatchObject({ refused: [] });
  }

  /** Records an outcome that has to be taken. */
  async record(command: number, outcome: OutcomeDetails): Promise<Counted> {
    return receiptOf(await this.recorder.record(command, FIVE, outcome));
  }

  /** The last entry that there is. */
  head(): Promise<number> {
    return this.ledger.store.head();
  }

  async statement(from: string, to: string, asAt: AsAt): Promise<StatementAnswer> {
    const question = { collaboration: FIVE, period: { from: day(from), to: day(to) } };
    return this.#kept(await statementFor(this.ledger, question, asAt));
  }

  /** The statement's line of one measure. */
  async line(measure: string, from: string, to: string, asAt: AsAt): Promise<StatementAnswerLine> {
    const { lines } = await this.statement(from, to, asAt);
    const line = lines.find((each) => each.measure === measure);
    if (line === undefined) throw new Error(`The statement has no line of ${measure}.`);
    return line;
  }

  /** What the whole region has of some measures. One that nothing was posted to is absent. */
  async region(
    measures: readonly string[],
    asAt: AsAt,
    during: Period = {},
  ): Promise<Readonly<Record<string, bigint>>> {
    const { rows } = await this.#totals({ by: ['measure'], ...asked(measures, during) }, asAt);
    return Object.fromEntries(rows.map(({ measure, amount }) => [measure, amount]));
  }

  /** What each force has of a measure by a view. */
  async seen(measure: string, view: View, asAt: AsAt): Promise<Readonly<Record<string, bigint>>> {
    const { rows } = await this.#totals({ by: ['force'], ...asked([measure], {}), ...view }, asAt);
    return Object.fromEntries(rows.map(({ force, amount }) => [force ?? 'nobody', amount]));
  }

  /** What each force has of a measure. */
  async forces(measure: string, asAt: AsAt, during: Period = {}): Promise<Readonly<Record<string, bigint>>> {
    const { rows } = await this.#totals({ by: ['force'], ...asked([measure], during) }, asAt);
    return Object.fromEntries(rows.map(({ force, amount }) => [force ?? 'nobody', amount]));
  }

  /** What the region's responses cost against what one force alone would have spent. */
  async comparisons(from: string, to: string, asAt: AsAt): Promise<readonly Comparison[]> {
    const question = { collaboration: FIVE, from: day(from), to: day(to) };
    return this.#kept(await comparisonFor(this.ledger, question, asAt)).comparisons;
  }

  /** Exports the ledger and verifies it offline, alone and with every answer that it gave. */
  async expectVerified(): Promise<void> {
    const text = await exportOf(this.ledger.store);
    const agrees = { verdict: 'agrees', entries: (await this.head()) + 1 };
    expect(await verified(text)).toMatchObject(agrees);
    expect(Object.keys(this.#answers).length).toBeGreaterThan(0);
    expect(await verified(text, this.#answers)).toMatchObject(agrees);
  }

  /** Exports the ledger and verifies it offline. */
  async expectVerifiedAlone(): Promise<void> {
    expect(await verified(await exportOf(this.ledger.store))).toMatchObject({ verdict: 'agrees' });
  }

  async #totals(question: TotalsQuestion, asAt: AsAt) {
    return this.#kept(await totalsFor(this.ledger, question, asAt));
  }

  #kept<Answer extends object>(answer: Checked<Answer>): Answer {
    if (!answer.ok) throw new Error(`No answer: ${answer.refusal.code}`);
    this.#answers[`answer-${Object.keys(this.#answers).length}.json`] = answerJson(answer.value);
    return answer.value;
  }
}

interface Period {
  readonly from?: string;
  readonly to?: string;
}

function asked(measures: readonly string[], { from, to }: Period) {
  const period = { ...(from !== undefined && { from: day(from) }), ...(to !== undefined && { to: day(to) }) };
  return { collaboration: FIVE, measure: measures.map((name) => id<MeasureId>(name)), ...period };
}

/** A receipt that says its entry, as a ledger in memory always does. */
type Counted = Receipt & { readonly entry: number };

/** The receipt of a command that had to be taken. */
export function receiptOf(done: Executed): Counted {
  if (!done.ok) throw new Error(`Refused: ${done.refusal.code}`);
  if (done.receipt === undefined) throw new Error('There was nothing to record.');
  const { entry } = done.receipt;
  if (entry === undefined) throw new Error('It was recorded and not counted.');
  return { ...done.receipt, entry };
}

/** The refusal of a command that had to be refused. */
export function refusalOf(done: Executed): Refusal {
  if (done.ok) throw new Error('It was taken.');
  return done.refusal;
}
