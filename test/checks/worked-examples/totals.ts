import { DIMENSIONS, groupTotals, totalsOf, type Dimension, type TotalRow } from '../../../projections/totals.js';
import { day } from '../../support/given-when-then.js';
import type { Cells } from '../../support/markdown-tables.js';
import { cell, type ExampleRunner } from './example-runner.js';
import { amountOf, eventsIn, labelsOf, listOf } from './postings.js';

/** The rows that some postings make when they are grouped, `measure force unit grade month amount (labels)`. */
export const totals: ExampleRunner = { given: ['entries post', 'by'], answers: (given) => answer(given, {}) };

/** The same for the days between two. */
export const totalsBetween: ExampleRunner = {
  given: ['entries post', 'between', 'by'],
  answers: (given) => {
    const [from = '', to = ''] = cell(given, 'between').split(' to ');
    return answer(given, { from: day(from), to: day(to) });
  },
};

function answer(given: Cells, during: Parameters<typeof totalsOf>[1]): Cells {
  const by = dimensionsIn(cell(given, 'by'));
  const rows = groupTotals(totalsOf(eventsIn(cell(given, 'entries post')), during).values(), by);
  return { rows: listOf(rows.map(written)) };
}

function dimensionsIn(words: string): readonly Dimension[] {
  const named = words === 'nothing' ? [] : words.split(', ');
  return named.map((name) => {
    const dimension = DIMENSIONS.find((each) => each === name);
    if (dimension === undefined) throw new Error(`"${name}" is none of ${DIMENSIONS.join(', ')}`);
    return dimension;
  });
}

function written({ measure, force, unit, grade, month, amount, labels }: TotalRow): string {
  const place = [measure, force, unit, grade, month].filter((name) => name !== undefined);
  return `${place.join(' ')} ${amountOf(measure, amount)}${labelsOf(labels)}`;
}
