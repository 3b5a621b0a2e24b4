import {
  GRADES,
  type CollaborationId,
  type ForceId,
  type MeasureId,
  type UnitId,
} from '../../../src/domain/identifiers.js';
import { formatPounds, parsePounds } from '../../../src/domain/money.js';
import { arrest, RART, YORKSHIRE } from '../../support/yorkshire.js';
import type { OutcomeRecorded } from '../../../src/domain/outcome/events.js';
import { LABELS, type Label } from '../../../src/domain/posting.js';
import { day, id } from '../../support/given-when-then.js';
import { theCatalogue } from '../../support/measures.js';

const TELLING = /^(\S+) (\S+) to (\S+) on (\S+?)(?: by (\S+?))?(?:, (\w+))?$/;

/** Reads `2 arrests-made to humberside on 2010-03-04 by rrpt, validated; …`: one event for each, with one posting. */
export function eventsIn(words: string, collaboration: CollaborationId = YORKSHIRE): readonly OutcomeRecorded[] {
  return listIn(words).map((told) => {
    const [, amount = '', measure = '', force = '', on = '', unit, said = ''] = TELLING.exec(told) ?? [];
    const grade = GRADES.find((each) => each === said);
    const label = LABELS.find((each) => each === said);
    if (force === '' || (said !== '' && grade === undefined && label === undefined))
      throw new Error(`No posting: "${told}"`);
    const posting = {
      amount: amountIn(amount),
      force: id<ForceId>(force),
      grade: grade ?? 'claimed',
      measure: id<MeasureId>(measure),
      occurredOn: day(on),
      unit: unit === undefined ? RART : id<UnitId>(unit),
    } as const;
    return {
      type: 'OutcomeRecorded',
      collaboration,
      labels: label === undefined ? [] : [label],
      outcome: arrest(),
      postings: [posting],
      restsOn: { collaboration: 0, measureCatalogue: 0 },
    };
  });
}

/** Reads `one; two`; an empty cell holds none. */
export function listIn(words: string): readonly string[] {
  return words === '' ? [] : words.split('; ');
}

/** Writes a list as the examples do. */
export function listOf(words: readonly string[]): string {
  return words.length === 0 ? 'none' : words.join('; ');
}

/** Reads an amount: with a £ it is money, and without a count. */
export function amountIn(words: string): bigint {
  if (/^-?\d+$/.test(words)) return BigInt(words);
  const parsed = parsePounds(words);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

/** Writes an amount of a measure. */
export function amountOf(measure: MeasureId, amount: bigint): string {
  return theCatalogue.measures.get(measure)?.measuredIn === 'pence' ? formatPounds(amount) : amount.toString();
}

/** Writes labels after a figure. */
export function labelsOf(labels: readonly Label[]): string {
  return labels.length === 0 ? '' : ` (${labels.join(', ')})`;
}
