import type { Period } from '../src/domain/civil-date.js';
import { checked, failed, type Checked } from '../src/domain/decision.js';
import type { MeasureId } from '../src/domain/identifiers.js';
import { forbiddenOver, refuseOver, type HeldFast } from '../src/domain/measure/added-over.js';
import { partsByDay, type Catalogue, type Measure } from '../src/domain/measure/catalogue.js';
import type { AddedOver } from '../src/domain/measure/events.js';
import type { Refusal } from '../src/domain/refusals.js';

/** A posted measure, and the measure under whose name its amounts are shown; only those within the days, where a sum is made of it on some days only. */
export interface Shown extends Partial<Period> {
  readonly posted: MeasureId;
  readonly as: MeasureId;
}

/** What is read for a question. */
export interface Choice {
  readonly shown: readonly Shown[];
  /** Measures that nobody named and that may not be added up as the question would: they are left out, and named. */
  readonly notAdded: readonly MeasureId[];
}

/** What a question asks for; without a measure, for all of them. */
export interface Asked extends HeldFast {
  readonly by: readonly string[];
  readonly measure?: readonly MeasureId[] | undefined;
}

/**
 * Chooses what is read for the measures that were asked for: each posted measure as itself, each sum as its parts under the sum's name.
 * Without any, all posted measures, each as itself. Refuses unknown-measure, and non-additive where an answer would have to add up what
 * the catalogue keeps apart: measures, unless the answer tells them apart, or one measure over what its rule does not add it up over.
 */
export function chooseMeasures(question: Asked, catalogue: Catalogue): Checked<Choice> {
  const asked = question.measure ?? [];
  const unknown = asked.find((measure) => !catalogue.measures.has(measure));
  if (unknown !== undefined) {
    return failed({
      code: 'unknown-measure',
      field: 'measure',
      measure: unknown,
      because: 'is not in the catalogue of measures',
    });
  }
  if (!question.by.includes('measure') && asked.length !== 1) return failed(refuseSum(asked, catalogue));
  const all = [...catalogue.measures.values()];
  const chosen = all.filter(({ measure, definition }) =>
    asked.length === 0 ? definition.is === 'posted' : asked.includes(measure),
  );
  const barred = barredFrom(chosen, question);
  const [first] = barred;
  if (first !== undefined && asked.length > 0) return failed(refuseBarred(first));
  const notAdded = barred.map(({ measure }) => measure.measure);
  const order = asked.length === 0 ? chosen.map(({ measure }) => measure) : asked;
  const shown = order.filter((measure) => !notAdded.includes(measure)).flatMap((as) => shownAs(as, catalogue));
  return checked({ shown, notAdded });
}

/** The posted measures that an answer leaves out, because their rules do not add them up as it would. */
export function measuresNotAdded(question: Asked, { measures }: Catalogue): readonly MeasureId[] {
  const posted = [...measures.values()].filter(({ definition }) => definition.is === 'posted');
  return barredFrom(posted, question).map(({ measure }) => measure.measure);
}

interface Barred {
  readonly measure: Measure;
  readonly over: readonly AddedOver[];
}

function barredFrom(measures: readonly Measure[], question: Asked): readonly Barred[] {
  const apart = measures.map((measure) => ({ measure, over: forbiddenOver(measure, question) }));
  return apart.filter(({ over }) => over.length > 0);
}

function shownAs(as: MeasureId, catalogue: Catalogue): readonly Shown[] {
  if (catalogue.measures.get(as)?.definition.is === 'posted') return [{ posted: as, as }];
  return partsByDay(catalogue, as).flatMap(({ parts, version: _, ...during }) =>
    parts.map((posted) => ({ posted, as, ...during })),
  );
}

function refuseBarred({ measure, over }: Barred): Refusal {
  const one = over.map((each) => `one ${each}`).join(' and ');
  return refuseOver('by', measure, over, `add "${over.join(',')}" to "by", or ask for ${one}`);
}

function refuseSum(asked: readonly MeasureId[], catalogue: Catalogue): Refusal {
  const apart = 'or add "measure" to "by" to see each on its own';
  const sum = [...catalogue.measures.values()].find(
    ({ definition }) => definition.is === 'sum' && isSameSet(definition.of, asked),
  );
  const instead =
    sum === undefined
      ? `ask for one measure at a time, ${apart}`
      : `ask for measure=${sum.measure}, which is their sum, ${apart}`;
  const because =
    asked.length === 0
      ? 'measures are not added to one another'
      : `${asked.join(' and ')} are not added to one another${whyApart(asked, catalogue)}`;
  return { code: 'non-additive', field: 'measure', because, instead };
}

function whyApart(asked: readonly MeasureId[], { measures }: Catalogue): string {
  const standing = asked.flatMap((id) => measures.get(id) ?? []);
  const units = [...new Set(standing.map(({ measuredIn }) => measuredIn))];
  if (units.length > 1) return `, being measured in ${units.join(' and ')}`;
  const twice = standing.find(({ additivity }) => additivity !== 'additive');
  return twice === undefined ? '' : `: ${twice.measure} may count what another counts too`;
}

function isSameSet(a: readonly MeasureId[], b: readonly MeasureId[]): boolean {
  return a.length === b.length && a.every((measure) => b.includes(measure));
}
