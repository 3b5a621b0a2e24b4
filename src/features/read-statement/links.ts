import type { StatementAnswer } from '../../../projections/answers.js';
import type { RuleNamed } from '../../../projections/counting-rules.js';
import type { ForceId, MeasureId, UnitId } from '../../domain/identifiers.js';

/** Whose figure a link leads behind; without a force or unit, everyone's. */
export interface Figure {
  readonly measure: MeasureId;
  readonly force?: ForceId;
  readonly unit?: UnitId;
}

/** Gives, for each figure of a statement, the address of the outcomes that it is the sum of. */
export function outcomesBehind(
  { collaboration, from, to }: Pick<StatementAnswer, 'collaboration' | 'from' | 'to'>,
  asAt: string | undefined,
): (figure: Figure) => string {
  return ({ measure, force, unit }) => {
    const query = new URLSearchParams({
      collaboration,
      measure,
      ...(force !== undefined && { force }),
      ...(unit !== undefined && { unit }),
      from,
      to,
      ...(asAt !== undefined && { asAt }),
    });
    return `/outcomes?${query.toString()}`;
  };
}

/** Gives, for each version of a rule, the address of what its measure would come to under it, in the period of a statement. */
export function recountOf(
  { collaboration, from, to }: Pick<StatementAnswer, 'collaboration' | 'from' | 'to'>,
  asAt: string | undefined,
): (rule: RuleNamed) => string {
  return ({ measure, version }) => {
    const period = { from, to, ...(asAt !== undefined && { asAt }) };
    return `/recounts?${new URLSearchParams({ collaboration, measure, ...period, rules: version.toString() }).toString()}`;
  };
}
