import { parseCivilDate, type CivilDate } from '../civil-date.js';

export type DrugClass = 'a' | 'b' | 'c';

/** From a day on a substance is controlled in a class; `undefined` is a day before the first row or a substance not in the table. */
interface Row {
  readonly substance: string;
  readonly class: DrugClass;
  readonly from: CivilDate;
  readonly source: string;
  /** Whether the design documents give this change and its date; the others were taken from the instruments that they name, and nobody has checked them for this product. */
  readonly isInBrief: boolean;
}

/** The rows that the brief gives, with their dates (domain §4): cannabis from C to B, cathinones, and GBL, 1,4-BD and BZP. */
const IN_BRIEF: ReadonlySet<string> = new Set([
  'cannabis 2009-01-26',
  'cannabis-resin 2009-01-26',
  'mephedrone 2010-04-16',
  'other-cathinone 2010-04-16',
  'gbl 2009-12-23',
  '1-4-bd 2009-12-23',
  'bzp 2009-12-23',
]);

/**
 * Drug classes by date: each row says from when a substance stands in which class of Schedule 2 to the Misuse of Drugs Act 1971, and
 * by which instrument. A seizure is classed by the day on which it happened, for good.
 */
export const DRUG_CLASSES: readonly Row[] = [
  ...originally('a', ['cocaine', 'crack-cocaine', 'heroin', 'lsd', 'methadone', 'opium', 'morphine']),
  ...originally('b', ['amphetamine', 'codeine']),
  row('mdma', 'a', '1977-09-01', 'SI 1977/1243'),
  row('methamphetamine', 'b', '1973-07-01', 'Misuse of Drugs Act 1971, Schedule 2'),
  row('methamphetamine', 'a', '2007-01-18', 'SI 2006/3331'),
  row('cannabis', 'b', '1973-07-01', 'Misuse of Drugs Act 1971, Schedule 2'),
  row('cannabis', 'c', '2004-01-29', 'SI 2003/3201'),
  row('cannabis', 'b', '2009-01-26', 'SI 2008/3130'),
  row('cannabis-resin', 'b', '1973-07-01', 'Misuse of Drugs Act 1971, Schedule 2'),
  row('cannabis-resin', 'c', '2004-01-29', 'SI 2003/3201'),
  row('cannabis-resin', 'b', '2009-01-26', 'SI 2008/3130'),
  row('ketamine', 'c', '2006-01-01', 'SI 2005/3178'),
  row('ketamine', 'b', '2014-06-10', 'SI 2014/1106'),
  row('ghb', 'c', '2003-07-01', 'SI 2003/1243'),
  row('ghb', 'b', '2022-04-13', 'SI 2022/415'),
  row('gbl', 'c', '2009-12-23', 'SI 2009/3209'),
  row('gbl', 'b', '2022-04-13', 'SI 2022/415'),
  row('1-4-bd', 'c', '2009-12-23', 'SI 2009/3209'),
  row('1-4-bd', 'b', '2022-04-13', 'SI 2022/415'),
  row('bzp', 'c', '2009-12-23', 'SI 2009/3209'),
  row('mephedrone', 'b', '2010-04-16', 'SI 2010/1207'),
  row('other-cathinone', 'b', '2010-04-16', 'SI 2010/1207'),
];

const rowsBySubstance = new Map<string, readonly Row[]>();
for (const each of DRUG_CLASSES) {
  rowsBySubstance.set(each.substance, [...(rowsBySubstance.get(each.substance) ?? []), each]);
}

/** The class of a substance on a day, or `undefined` if the table does not have it as controlled on that day. */
export function drugClassOn(substance: string, on: CivilDate): DrugClass | undefined {
  return rowsBySubstance.get(substance)?.findLast(({ from }) => from <= on)?.class;
}

/** Why a substance has no class on a day, in words that finish the sentence `"x" …`. */
export function whyUnclassed(substance: string, on: CivilDate): string {
  const first = rowsBySubstance.get(substance)?.[0];
  if (first !== undefined)
    return `was not controlled on ${on}; it is class ${first.class.toUpperCase()} from ${first.from}`;
  return `is not in the table of controlled drugs, which has ${[...rowsBySubstance.keys()].sort().join(', ')}`;
}

function originally(drugClass: DrugClass, substances: readonly string[]): readonly Row[] {
  return substances.map((substance) => row(substance, drugClass, '1973-07-01', 'Misuse of Drugs Act 1971, Schedule 2'));
}

function row(substance: string, drugClass: DrugClass, from: string, source: string): Row {
  const date = parseCivilDate(from);
  if (date === undefined) throw new Error(`Not a date in the table of drug classes: ${from}`);
  return { substance, class: drugClass, from: date, source, isInBrief: IN_BRIEF.has(`${substance} ${from}`) };
}
