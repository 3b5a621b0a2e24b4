import type { Entry } from '../codec/entry-line.js';
import { answerJson, parseAnswer, Unreadable } from '../codec/json.js';
import { defined, fieldsOf, type Fields } from './answer-fields.js';
import { REPLIES, workingFor } from './answer-kinds.js';
import { firstDifference } from './first-difference.js';
import type { Working } from './working.js';

/** A saved answer of the service, the entry that it is as of, and what works it out again from the entries so far. */
export interface SavedAnswer {
  readonly name: string;
  readonly json: Fields;
  readonly entry: number;
  readonly working: Working;
}

/** Reads a saved reply of the service (see `REPLIES`). Throws `Unreadable` for anything else. */
export function readAnswer(name: string, text: string): SavedAnswer {
  const json = fieldsOf(parseAnswer(text), 'an answer is an object');
  const asAt = fieldsOf(json['asAt'], `an answer has "asAt"; is this a reply of ${REPLIES}?`);
  const entry = asAt['entry'];
  if (typeof entry !== 'number' || !Number.isSafeInteger(entry) || entry < -1)
    throw new Unreadable('asAt.entry', 'has to be an entry number');
  return { name, json, entry, working: workingFor(json) };
}

/** Folds the next entries into what an answer is checked against; those after the entry it is as of do not count. */
export function advanceAnswer(answer: SavedAnswer, entries: readonly Entry[]): SavedAnswer {
  const counted = entries.slice(0, Math.max(0, answer.entry - answer.working.entry));
  return counted.length === 0 ? answer : { ...answer, working: answer.working.take(counted) };
}

/**
 * Compares a saved answer with what the entries up to the one that it is as of give. Gives the first difference in words, or
 * `undefined` when they agree.
 */
export async function checkAnswer({ json, working }: SavedAnswer): Promise<string | undefined> {
  const derived = await working.answer();
  if (typeof derived === 'string') return derived;
  // That the service could not count further is no figure: what it did count has to be right all the same.
  const { incompleteSince: _, ...figures } = json;
  return firstDifference(figures, parseAnswer(answerJson(asToldThen(figures, derived as Fields))));
}

/**
 * An answer of before rules were named, or lines of statements told grades, rules, what was not valued and the verdict, is right without them; one that tells them
 * has to be right in them too.
 */
function asToldThen(saved: Fields, derived: Fields): object {
  const { rules: _, ...unnamed } = derived;
  const told = 'rules' in saved ? derived : unnamed;
  const lines = told['lines'];
  return Array.isArray(lines) ? { ...told, lines: linesAsToldThen(saved['lines'], lines as readonly Fields[]) } : told;
}

function linesAsToldThen(saved: unknown, derived: readonly Fields[]): readonly object[] {
  const told: readonly unknown[] = Array.isArray(saved) ? saved : [];
  return derived.map((line, i) => {
    const was = told[i];
    if (typeof was !== 'object' || was === null) return line;
    const { because, byGrade, rules, unvalued, verdict, ...others } = line;
    return {
      ...others,
      ...('byGrade' in was && { byGrade }),
      ...('rules' in was && { rules, ...defined('unvalued', unvalued) }),
      ...('verdict' in was && { because, verdict }),
    };
  });
}
