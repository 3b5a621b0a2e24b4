import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyFile } from '../../src/ledger/verify/verify-file.js';
import { isRecord } from '../../src/web/fits.js';
import { EVERY_TOTAL, wrongTotals } from './brute-totals.js';
import { byCommand, fateOf, readJournal, type Call, type Journal } from './journal.js';
import { Oracle } from './oracle.js';
import { upload } from './imports.js';
import { send } from './writers.js';

export interface Found {
  /** Broken promises, each starting with its kind. */
  readonly violations: readonly string[];
  readonly entries: number;
  /** Calls whose fate nobody knew, by what sending them again showed. */
  readonly unknown: { readonly recorded: number; readonly notRecorded: number };
}

const STATEMENT =
  '/api/v1/statements/benefits-realised?collaboration=yorkshire-and-the-humber-joint-working&from=2009-01-01&to=2011-01-01';
const PATIENCE_MS = 60_000;

/** Asks a service that came back for all that it has, and holds it to the journal. Leaves export and answers in `directory`. */
export class Inquiry {
  readonly #oracle: Oracle;

  constructor(
    private readonly journal: Journal,
    private readonly directory: string,
    /** How many entries stood there before the writers began. */
    ground: number,
  ) {
    this.#oracle = new Oracle(journal.path, ground);
  }

  async hold(url: string): Promise<Found> {
    await untilReady(url);
    const first = await linesOf(url);
    const before = this.#oracle.look(first, { settled: false });
    const unknown = await this.#resolve(url, first);
    const isSettled = unknown.recorded + unknown.notRecorded === 0;
    const lines = isSettled ? first : await linesOf(url);
    const after = isSettled ? [] : this.#oracle.look(lines, { settled: true });
    const figures = await this.#figures(url, lines);
    const violations = [...new Set([...before, ...unknown.violations, ...after, ...figures])];
    return { violations, entries: lines.length, unknown };
  }

  /** Sends again what is in doubt: what the ledger has must come back as recorded before, the rest as new or refused. */
  async #resolve(url: string, lines: readonly string[]): Promise<Found['unknown'] & Pick<Found, 'violations'>> {
    const recorded = new Set(lines.map(commandOf));
    const doubtful = new Set<Call>();
    for (const told of byCommand(readJournal(this.journal.path)).values()) {
      const last = told.at(-1);
      if (last !== undefined && fateOf(told) === 'unknown') doubtful.add(last.call);
    }
    const found = { recorded: 0, notRecorded: 0, violations: [] as string[] };
    for (const { call: _, ...request } of doubtful) {
      const there = recorded.has(request.ids[0] ?? '');
      found[there ? 'recorded' : 'notRecorded'] += 1;
      const answer = await (request.ids.length > 1
        ? upload(this.journal, url, request).answer
        : send(this.journal, url, request));
      if (there && !(answer.at === 'acknowledged' && answer.status === 200))
        found.violations.push(
          `again: ${request.ids[0] ?? ''} was recorded, and when sent again: ${JSON.stringify(answer)}`,
        );
    }
    return found;
  }

  /** Totals and statement as the service gives them, against the plainest fold and the offline verifier. */
  async #figures(url: string, lines: readonly string[]): Promise<readonly string[]> {
    const totals = await answerAsOf(url, EVERY_TOTAL, lines.length - 1);
    const statement = await answerAsOf(url, STATEMENT, lines.length - 1);
    const [file, ...answers] = await Promise.all([
      this.#save('ledger.ndjson', exported(lines)),
      this.#save('totals.json', totals),
      this.#save('statement.json', statement),
    ]);
    const verdict = await verifyFile(file, answers);
    return [
      ...wrongTotals(lines, JSON.parse(totals)),
      ...(verdict.verdict === 'agrees' ? [] : [`verify: ${verdict.reason}`]),
    ];
  }

  async #save(name: string, text: string): Promise<string> {
    const path = join(this.directory, name);
    await writeFile(path, text);
    return path;
  }
}

export async function linesOf(url: string): Promise<readonly string[]> {
  const text = await (await fetch(`${url}/api/v1/entries`)).text();
  return text.split('\n').slice(0, -1);
}

function exported(lines: readonly string[]): string {
  const text = lines.map((line) => `${line}\n`).join('');
  return `${text}{"entries":${lines.length},"sha256":"${createHash('sha256').update(text).digest('hex')}"}\n`;
}

function commandOf(line: string): string {
  const value: unknown = JSON.parse(line);
  return isRecord(value) && isRecord(value['command']) ? String(value['command']['id']) : '';
}

/** Waits until the service says that it can record and answer. */
export async function untilReady(url: string): Promise<void> {
  await until('The service did not become ready again.', async () => {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    await answer?.text();
    return answer?.ok === true ? true : undefined;
  });
}

/** The answer to a question once figures have come as far as an entry. */
function answerAsOf(url: string, question: string, entry: number): Promise<string> {
  return until(`Figures did not come up to entry ${entry}.`, async () => {
    const text = await (await fetch(`${url}${question}`)).text();
    const answer: unknown = JSON.parse(text);
    const asAt = isRecord(answer) && isRecord(answer['asAt']) ? answer['asAt'] : {};
    return asAt['entry'] === entry ? text : undefined;
  });
}

async function until<T>(complaint: string, look: () => Promise<T | undefined>): Promise<T> {
  const givenUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > givenUpAt) throw new Error(complaint);
    await sleep(20);
  }
}
