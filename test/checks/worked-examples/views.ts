import { groupTotals, totalsOf } from '../../../projections/totals.js';
import { VIEW_NAMES, viewTotals } from '../../../projections/views.js';
import { yearStart } from '../../../src/domain/financial-year.js';
import type { Catalogue } from '../../../src/domain/measure/catalogue.js';
import { day } from '../../support/given-when-then.js';
import { theCatalogue } from '../../support/measures.js';
import { cell, type ExampleRunner } from './example-runner.js';
import { amountOf, eventsIn, labelsOf, listOf } from './postings.js';

/** What totals come to by a view, over all forces, units, grades and months: `measure amount (labels)`, or why it is refused. */
export const views: ExampleRunner = {
  given: ['entries post', 'view', 'base year', 'deflators'],
  answers: (given) => {
    const asked = cell(given, 'view').split(' ');
    const view = { view: VIEW_NAMES.filter((name) => asked.includes(name)), baseYear: cell(given, 'base year') };
    const totals = totalsOf(eventsIn(cell(given, 'entries post'))).values();
    const seen = viewTotals(view, catalogueWith(cell(given, 'deflators')), totals);
    if (!seen.ok) return { rows: `refused: ${seen.refusal.code}` };
    const rows = groupTotals(seen.value, []);
    return {
      rows: listOf(
        rows.map(({ measure, amount, labels }) => `${measure} ${amountOf(measure, amount)}${labelsOf(labels)}`),
      ),
    };
  },
};

function catalogueWith(words: string): Catalogue {
  if (words === '') return theCatalogue;
  const deflators = words.split('; ').map((row) => {
    const [name = '', index = ''] = row.split(' ');
    const year = yearStart(name);
    if (year === undefined) throw new Error(`"${name}" is no financial year`);
    return { index: BigInt(index), year };
  });
  const about = { source: 'made up', publishedOn: day('2012-09-30'), illustrative: true };
  return { ...theCatalogue, deflators: { deflators, ...about } };
}
