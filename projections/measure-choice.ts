import { checked, failed, type Checked } from '../src/domain/decision.js';
import type { MeasureId } from '../src/domain/identifiers.js';
import { partsOf, type Catalogue } from '../src/domain/measure/catalogue.js';

/** A posted measure, and the measure under whose name its amounts are shown. */
export interface Shown {
  readonly posted: MeasureId;
  readonly as: MeasureId;
}

/**
 * Chooses what is read for the measures that were asked for: each posted measure as itself, each sum as its parts under the sum's name.
 * Without any, all posted measures, each as itself. Refuses unknown-measure, and non-additive where an answer would have to add up
 * measures that the catalogue keeps apart: `isGrouped` says whether the answer tells measures apart.
 */
export function chooseMeasures(
  asked: readonly MeasureId[],
  isGrouped: boolean,
  catalogue: Catalogue,
): Checked<readonly Shown[]> {
  const unknown = asked.find((measure) => !catalogue.measures.has(measure));
  if (unknown !== undefined) {
    return failed({
      code: 'unknown-measure',
      field: 'measure',
      measure: unknown,
      because: 'is not in the catalogue of measures',
    });
  }
  if (!isGrouped && asked.length !== 1) return failed(refuseSum(asked, catalogue));
  const chosen =
    asked.length === 0
      ? [...catalogue.measures.values()]
          .filter(({ definition }) => definition.is === 'posted')
          .map(({ measure }) => measure)
      : asked;
  return checked(chosen.flatMap((measure) => partsOf(catalogue, measure).map((posted) => ({ posted, as: measure }))));
}

function refuseSum(asked: readonly MeasureId[], catalogue: Catalogue) {
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
      : `${asked.join(' and ')} are not added to one another`;
  return { code: 'non-additive', field: 'measure', because, instead } as const;
}

function isSameSet(a: readonly MeasureId[], b: readonly MeasureId[]): boolean {
  return a.length === b.length && a.every((measure) => b.includes(measure));
}
