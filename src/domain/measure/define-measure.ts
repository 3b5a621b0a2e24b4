import { accept, checked, failed, refuse, type Checked, type Decision } from '../decision.js';
import type { Refusal } from '../refusals.js';
import { isSame } from '../same.js';
import { isCost, type Catalogue, type Measure } from './catalogue.js';
import { checkRule } from './check-rule.js';
import type { MeasureDefined } from './events.js';
import { apartOver } from './versions.js';

/**
 * Decides on a measure, new or in its next version. Nothing to do when that version stands as asked. Refuses contradicts-record for
 * a version that is not the next one, changes the unit, turns what was posted into a sum, or a cost into a benefit, or the other way round, or makes distinct
 * what a sum adds up; unknown-measure for a sum of what is not posted; and non-additive for a sum of measures that do not share a
 * unit or a family, that may count the same thing twice, or of which one is a cost and another is not.
 */
export function defineMeasure(measure: Measure, catalogue: Catalogue): Decision<MeasureDefined> {
  const standing = catalogue.measures.get(measure.measure);
  const versions = catalogue.versions.get(measure.measure) ?? [];
  if (versions.some((version) => isSame(version, measure))) return accept();
  const next = (standing?.version ?? 0) + 1;
  if (measure.version !== next) {
    return refuse({
      code: 'contradicts-record',
      field: 'version',
      recorded: `the next version of ${measure.measure} is ${next}`,
    });
  }
  const change = standing === undefined ? undefined : refuseChange(measure, standing, catalogue);
  if (change !== undefined) return refuse(change);
  const rule = checkRule(measure, catalogue);
  if (!rule.ok) return refuse(rule.refusal);
  const parts = checkParts(measure, catalogue);
  return parts.ok ? accept({ type: 'MeasureDefined', ...measure }) : refuse(parts.refusal);
}

/** What a later version may not change, because amounts that stand in the ledger, and sums of them, rely on it. */
function refuseChange(measure: Measure, standing: Measure, { measures }: Catalogue): Refusal | undefined {
  const { measure: id, measuredIn, definition } = standing;
  const contradiction = { code: 'contradicts-record' } as const;
  if (measure.measuredIn !== measuredIn)
    return { ...contradiction, field: 'measuredIn', recorded: `${id} is measured in ${measuredIn}` };
  if (measure.definition.is !== definition.is) {
    const recorded = `${id} is ${definition.is === 'sum' ? 'a sum of measures' : 'posted'}`;
    return { ...contradiction, field: 'definition', recorded };
  }
  const [was, is] = [definition, measure.definition];
  if (was.is === 'posted' && is.is === 'posted' && (was.by === 'cost') !== (is.by === 'cost'))
    return { ...contradiction, field: 'definition.by', recorded: `${id} is posted by outcomes of the kind ${was.by}` };
  const isAdded = measure.additivity === 'additive' && apartOver(measure).length === 0;
  if (isAdded && measure.family === standing.family) return undefined;
  const sum = [...measures.values()].find((each) => each.definition.is === 'sum' && each.definition.of.includes(id));
  return sum === undefined
    ? undefined
    : {
        ...contradiction,
        field: measure.additivity === 'additive' ? 'family' : 'additivity',
        recorded: `${id} is a part of the sum ${sum.measure}`,
      };
}

function checkParts({ definition, family, measuredIn }: Measure, catalogue: Catalogue): Checked<undefined> {
  if (definition.is === 'posted') return checked(undefined);
  const instead = 'define each as a measure of its own';
  if (new Set(definition.of).size !== definition.of.length || definition.of.length < 2) {
    return failed({
      code: 'non-additive',
      field: 'definition.of',
      because: 'a sum names two or more measures, each once',
      instead,
    });
  }
  for (const part of definition.of) {
    const field = 'definition.of';
    const standing = catalogue.measures.get(part);
    if (standing?.definition.is !== 'posted') {
      return failed({ code: 'unknown-measure', field, measure: part, because: 'is not a posted measure' });
    }
    if (standing.additivity !== 'additive' || apartOver(standing).length > 0) {
      const isDistinct = standing.additivity === 'distinct';
      const because = `${part} ${isDistinct ? 'may count what another measure counts too' : 'is not added up over everything'}`;
      return failed({ code: 'non-additive', field, because, instead });
    }
    if (standing.family !== family) {
      const familyOf = (each: string | undefined) => (each === undefined ? 'no family' : `the family ${each}`);
      const because = `${part} belongs to ${familyOf(standing.family)} and the sum to ${familyOf(family)}`;
      return failed({ code: 'non-additive', field, because, instead });
    }
    if (standing.measuredIn !== measuredIn) {
      const because = `${part} is measured in ${standing.measuredIn}, not in ${measuredIn}`;
      return failed({ code: 'non-additive', field, because, instead });
    }
  }
  const costs = definition.of.filter((part) => isCost(catalogue, part));
  if (costs.length === 0 || costs.length === definition.of.length) return checked(undefined);
  const because = `${costs.join(' and ')} is what was put in, and the others are what came of it`;
  return failed({ code: 'non-additive', field: 'definition.of', because, instead });
}
