import { checked, failed, type Checked } from '../decision.js';
import type { Catalogue, Measure } from './catalogue.js';
import { apartOver } from './versions.js';

/**
 * Checks what a version says of from when it holds and what it counts. Refuses back-dated for a day that is not after the last version's,
 * contradicts-record where that version names a day and this one does not, for a measure on a statement that is not added up over
 * everything, and for what does not fit the measure; non-additive for a sum that changes within a month, or a measure alongside
 * another that would be added to it; unknown-measure for one alongside what is not there.
 */
export function checkRule(measure: Measure, catalogue: Catalogue): Checked<undefined> {
  for (const check of [checkOrder, checkSum, checkConditions, checkAlongside, checkStatements]) {
    const result = check(measure, catalogue);
    if (!result.ok) return result;
  }
  return passed;
}

const passed = checked(undefined);
type Check = (measure: Measure, catalogue: Catalogue) => Checked<undefined>;

const checkOrder: Check = ({ measure, from, version }, { versions }) => {
  const last = versions.get(measure)?.at(-1);
  if (last?.from === undefined) return passed;
  const told = `version ${last.version} of ${measure} is in force from ${last.from}`;
  if (from === undefined)
    return failed({ code: 'contradicts-record', field: 'from', recorded: `${told}; say from when ${version} is` });
  return from > last.from ? passed : failed({ code: 'back-dated', field: 'from', date: from, told });
};

const checkSum: Check = ({ measure, definition, from, counts }) => {
  if (definition.is === 'posted') return passed;
  if (counts !== undefined) {
    const recorded = `${measure} is a sum, and counts what its parts count`;
    return failed({ code: 'contradicts-record', field: 'counts', recorded });
  }
  if (from === undefined || from.endsWith('-01')) return passed;
  const because = 'totals rest by month, so no sum changes within one';
  return failed({ code: 'non-additive', field: 'from', because, instead: 'let it change on the first of a month' });
};

const checkConditions: Check = ({ measure, definition, counts = {} }) => {
  if (definition.is === 'sum') return passed;
  const { by } = definition;
  const recorded = `${measure} is posted by outcomes of the kind ${by}, which have none`;
  if (counts.assetTypes !== undefined && by !== 'asset')
    return failed({ code: 'contradicts-record', field: 'counts.assetTypes', recorded });
  if (counts.valuationBases !== undefined && by !== 'property-recovered' && by !== 'drugs-seizure')
    return failed({ code: 'contradicts-record', field: 'counts.valuationBases', recorded });
  return passed;
};

const checkAlongside: Check = ({ measure, measuredIn, definition, additivity, counts = {} }, catalogue) => {
  const { alongside: base } = counts;
  const field = 'counts.alongside';
  const last = catalogue.versions.get(measure)?.at(-1);
  if (last !== undefined && last.counts?.alongside !== base) {
    const recorded = `${measure} is posted ${last.counts?.alongside === undefined ? 'by itself' : `alongside ${last.counts.alongside}`}`;
    return failed({ code: 'contradicts-record', field, recorded });
  }
  if (base === undefined || definition.is === 'sum') return passed;
  const other = catalogue.measures.get(base);
  const isFit =
    other?.definition.is === 'posted' &&
    other.definition.by === definition.by &&
    other.measuredIn === measuredIn &&
    definition.by !== 'counted-item';
  if (!isFit || other.counts?.alongside !== undefined) {
    const because = `is not posted by outcomes of the kind ${definition.by} by themselves, in ${measuredIn}`;
    return failed({ code: 'unknown-measure', field, measure: base, because });
  }
  if (additivity !== 'additive') return passed;
  const because = `${measure} counts what ${base} counts too`;
  return failed({ code: 'non-additive', field: 'additivity', because, instead: 'let it be distinct' });
};

const checkStatements: Check = (measure, { statements }) => {
  const over = apartOver(measure);
  if (over.length === 0) return passed;
  const on = [...statements].find(([, lines]) => lines.some((line) => line.measure === measure.measure));
  if (on === undefined) return passed;
  const recorded = `${measure.measure} is on the statement ${on[0]}, which adds it up over everything`;
  return failed({ code: 'contradicts-record', field: 'notOver', recorded });
};
