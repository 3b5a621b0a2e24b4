import { yearStart } from '../../domain/financial-year.js';
import type { PersonId } from '../../domain/identifiers.js';
import type { DeflatorTable } from '../../domain/measure/catalogue.js';
import { measureEvents } from '../../domain/measure/events.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { commandIdOf } from '../../ledger/commands.js';
import type { Executed } from '../../ledger/execute.js';
import type { Ledger } from '../../ledger/ledger.js';
import { facts } from '../../ledger/told-facts.js';

/** What is said of a table besides its rows. */
export type About = Pick<DeflatorTable, 'source' | 'illustrative'> & { readonly publishedOn: string };

/** Records a table of deflators, which stands in place of the one before it; the same table again records nothing. */
export async function loadDeflators(ledger: Ledger, text: string, about: About, actor: PersonId): Promise<Executed> {
  ledger.agreements.refresh();
  const table = fromWire(measureEvents.DeflatorsSet, { ...about, deflators: readRows(text) });
  const fact = facts.setDeflators(table);
  // A table may come again after another one, so the command is named by what stood before it too.
  const { revision } = await ledger.agreements.catalogue();
  return fact.record(ledger, { id: commandIdOf(`${fact.content}\n${revision}`), actor });
}

const INDEX = /^(\d{1,6})(?:\.(\d{1,6}))?$/;
const PLACES = 6;

/**
 * Reads `financial_year,index` rows, such as `2010-11,93.25`. Only proportions matter, so an index is kept as whole millionths. Throws
 * `Unreadable` with the line for anything else.
 */
function readRows(text: string): readonly { readonly index: number; readonly year: number }[] {
  const [head = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (head.trim() !== 'financial_year,index')
    throw new Unreadable('line 1', 'has to be financial_year,index, the names of the columns');
  const rows = lines.map((line, i) => ({ line, at: `line ${i + 2}` })).filter(({ line }) => line.trim() !== '');
  if (rows.length === 0) throw new Unreadable('line 2', 'there are no rows below the names of the columns');
  return rows.map(({ line, at }) => {
    const [name = '', index = '', ...more] = line.trim().split(',');
    const year = yearStart(name);
    if (year === undefined || more.length > 0)
      throw new Unreadable(at, `"${line}" has to be a financial year and an index, such as 2010-11,93.25`);
    const [, whole = '', fraction = ''] = INDEX.exec(index) ?? [];
    const millionths = Number(whole + fraction.padEnd(PLACES, '0'));
    if (whole === '' || millionths === 0)
      throw new Unreadable(at, `"${index}" has to be an index above zero such as 93.25`);
    return { index: millionths, year };
  });
}
