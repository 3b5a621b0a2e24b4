import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { isRecord } from '../../src/web/fits.js';

/** One request that records: the ids of its commands (one, or one for each row of an import), where it went and what it said. */
export interface Call {
  readonly call: number;
  readonly ids: readonly string[];
  readonly path: string;
  /** The revision that `If-Match` named. */
  readonly revision?: number;
  readonly body: string;
}

/** What became of a call. `unknown`: no answer, or one that leaves it open whether anything was recorded. */
export type Answer = { readonly call: number } & (
  | { readonly at: 'acknowledged' | 'refused'; readonly status: number; readonly body: string }
  | { readonly at: 'unknown'; readonly why: string }
);

export type Note = ({ readonly at: 'call' } & Call) | Answer;

/** Writes down every call before it is sent and every answer as it comes, in the order of both, outside of what a test destroys. */
export class Journal {
  readonly #file: number;
  #calls = 0;

  constructor(readonly path: string) {
    this.#file = openSync(path, 'a');
  }

  called(what: Omit<Call, 'call'>): number {
    this.#calls += 1;
    this.#note({ at: 'call', call: this.#calls, ...what });
    return this.#calls;
  }

  answered(answer: Answer): Answer {
    this.#note(answer);
    return answer;
  }

  close(): void {
    closeSync(this.#file);
  }

  #note(note: Note): void {
    writeSync(this.#file, `${JSON.stringify(note)}\n`);
  }
}

/** Reads a journal from its file. */
export function readJournal(path: string): readonly Note[] {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const value: unknown = JSON.parse(line);
    if (!isNote(value)) throw new Error(`Not a note of a journal: ${line}`);
    return value;
  });
}

function isNote(value: unknown): value is Note {
  return isRecord(value) && typeof value['call'] === 'number' && typeof value['at'] === 'string';
}

/** All that is known of one command: its calls in order, each with its answer if there was one. */
export interface Told {
  readonly call: Call;
  readonly answer: Answer | undefined;
}

/** The calls of every command id, in the order in which they were sent. */
export function byCommand(notes: readonly Note[]): ReadonlyMap<string, readonly Told[]> {
  const answers = new Map<number, Answer>();
  for (const note of notes) if (note.at !== 'call') answers.set(note.call, note);
  const commands = new Map<string, Told[]>();
  for (const note of notes) {
    if (note.at !== 'call') continue;
    const told = { call: note, answer: answers.get(note.call) };
    for (const id of note.ids) commands.set(id, [...(commands.get(id) ?? []), told]);
  }
  return commands;
}

/** What a command came to by all its calls: acknowledged once is acknowledged for ever, and in doubt as long as any call is. */
export function fateOf(told: readonly Told[]): 'acknowledged' | 'unknown' | 'refused' {
  const answers = told.map(({ answer }) => answer?.at ?? 'unknown');
  if (answers.includes('acknowledged')) return 'acknowledged';
  // A later call that was refused settles the ones before it: had they been recorded, it would have got their receipt.
  return answers.at(-1) === 'refused' ? 'refused' : 'unknown';
}
