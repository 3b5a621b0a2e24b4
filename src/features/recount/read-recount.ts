import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { RecountAnswer, RecountQuestion } from '../../../projections/recount.js';
import type { Checked } from '../../domain/decision.js';
import type { AsAt } from '../../ledger/as-at.js';
import { Ledger } from '../../ledger/ledger.js';
import { recountFor } from '../../ledger/recount.js';

export class ReadRecount extends Query<Checked<RecountAnswer>> {
  constructor(
    readonly question: RecountQuestion,
    readonly asAt: AsAt | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadRecount)
export class ReadRecountHandler implements IQueryHandler<ReadRecount> {
  constructor(private readonly ledger: Ledger) {}

  execute({ question, asAt }: ReadRecount): Promise<Checked<RecountAnswer>> {
    return recountFor(this.ledger, question, asAt);
  }
}

/** Reads one or two versions as people give them, `2` or `1,2`; `undefined` for anything else. */
export function parseRules(given: string): readonly number[] | undefined {
  const rules = [...new Set(given.split(',').map((each) => (/^[1-9]\d{0,5}$/.test(each) ? parseInt(each, 10) : 0)))];
  return rules.length > 2 || rules.includes(0) ? undefined : rules;
}

export const RULES_FORMS = 'one version of the rule or two, such as 2 or 1,2';
