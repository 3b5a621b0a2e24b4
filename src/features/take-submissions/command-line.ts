import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { isUtf8 } from 'node:buffer';
import type { PersonId } from '../../domain/identifiers.js';
import { answerJson, parseJson, Unreadable } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import { aboutOf } from '../../web/message-about.js';
import { Refused, type FieldError } from '../../web/problems.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import type { Submittable } from './submittable.js';

/** What the words after `tallystick submit` say, as they were typed. */
export interface SubmitWords {
  readonly what: string;
  /** The body, as JSON; `-` is standard input. */
  readonly file: string;
  /** The id of the command: the same one when it is sent again. */
  readonly id: string;
  readonly outcome: string | undefined;
  readonly revision: string | undefined;
  readonly as: PersonId;
}

const TYPE = /^tallystick\.(\w+)\.v\d+$/;

/** A command as it is called on the command line: `record-outcome` of `tallystick.RecordOutcome.v1`. */
export function submitName({ type }: Pick<Submittable, 'type'>): string {
  const name = TYPE.exec(type)?.[1] ?? type;
  return name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
}

/**
 * `tallystick submit WHAT FILE`: records what the body asks for, as the same request over HTTP or as a message would. Prints its answer: 0 when it is
 * recorded or was before, 1 when it is refused.
 */
export async function submitCommand(
  ledger: Ledger,
  commands: Iterable<Submittable>,
  words: SubmitWords,
  terminal: Terminal,
): Promise<ExitCode> {
  const known = new Map([...commands].map((each) => [submitName(each), each]));
  const asked = known.get(words.what);
  if (asked === undefined)
    throw new Unreadable('what', `is "${words.what}"; it has to be one of ${[...known.keys()].join(', ')}`);
  const body = parseJson(await textOf(words.file));
  terminal.say(`Its id is ${words.id}; to send it again after a failure, add --id ${words.id}`);
  try {
    terminal.out(answerJson(await asked.take(ledger, aboutOf(attributesOf(words)), body), 2));
    return 0;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { title, code, errors, detail } = error.problem;
    terminal.say(`Refused: ${title} (${code}).`);
    const faults = errors.map((error) => inWords(error, words.what));
    for (const line of faults.length > 0 ? faults : [detail]) terminal.say(line);
    return 1;
  }
}

async function textOf(file: string): Promise<string> {
  const bytes = file === '-' ? await buffer(process.stdin) : await readFile(file);
  if (!isUtf8(bytes)) throw new Unreadable('file', 'is not UTF-8');
  return bytes.toString('utf8');
}

function attributesOf({ id, as, outcome, revision }: SubmitWords): ReadonlyMap<string, string> {
  const given = [
    ['ce_id', id],
    ['ce_actingperson', as],
    ['ce_subject', outcome],
    ['ce_revision', revision],
  ] as const;
  return new Map(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** What is typed for what a request or a message calls otherwise. */
const TYPED: Readonly<Record<string, string>> = {
  ce_id: '--id',
  'Idempotency-Key': '--id',
  ce_subject: '--outcome',
  outcome: '--outcome',
  ce_revision: '--revision',
  'If-Match': '--revision',
};

function inWords({ field, reason }: FieldError, what: string): string {
  const typed = field === 'ce_subject' && what.includes('figure') ? '--figure' : (TYPED[field] ?? field);
  return field === '' ? reason : `${typed}: ${reason}`;
}
