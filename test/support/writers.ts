import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRecord } from '../../src/web/fits.js';
import type { Answer, Call, Journal } from './journal.js';

type Request = Omit<Call, 'call'>;

/** An answer that leaves open what became of a call is given up on after this long. */
const PATIENCE_MS = 45_000;
const AFTER_TROUBLE_MS = 50;
/** Writers meet at outcomes that were touched lately. */
const TOUCHED_LATELY = 40;

/** Sends one call and notes it before and after. */
export async function send(journal: Journal, url: string, request: Request): Promise<Answer> {
  const call = journal.called(request);
  try {
    const response = await fetch(`${url}${request.path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': request.ids[0] ?? '',
        ...(request.revision !== undefined && { 'if-match': `"${request.revision}"` }),
      },
      body: request.body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return journal.answered(answerOf(call, response.status, await response.text()));
  } catch (error) {
    return journal.answered({ call, at: 'unknown', why: String(error) });
  }
}

/** What an answer of the service says became of a call: of 503, `busy` promises that nothing was recorded and nothing else does. */
export function answerOf(call: number, status: number, body: string): Answer {
  if (status === 200 || status === 201) return { call, at: 'acknowledged', status, body };
  if (status < 500 || body.includes('"busy"')) return { call, at: 'refused', status, body };
  return { call, at: 'unknown', why: `${status} ${body}` };
}

interface Outcome {
  readonly id: string;
  readonly revision: number;
}

/** What writers know together: outcomes that they may change, and calls that were acknowledged. */
interface Known {
  outcomes: Outcome[];
  done: Request[];
}

export interface Writing {
  /** Lets every writer finish the call it is at. Gives how many calls got an answer that says what became of them. */
  stop(): Promise<number>;
  /** Answers so far. */
  answered(): number;
}

/** Writers that record, correct, withdraw, repeat themselves and ask for what has to be refused, as fast as they are answered. */
export class Writers {
  readonly #known: Known = { outcomes: [], done: [] };

  constructor(
    private readonly journal: Journal,
    /** Gives numbers from 0 up to 1. */
    private readonly chance: () => number,
  ) {}

  /** Lets writers loose on a service. One that loses its connection goes on only when `persist` says so. */
  start(url: string, { count = 16, persist = false } = {}): Writing {
    const state = { stopping: false, answered: 0 };
    const write = async (): Promise<void> => {
      while (!state.stopping) {
        const request = this.#next();
        const answer = await send(this.journal, url, request);
        if (answer.at !== 'unknown') state.answered += 1;
        else if (persist) await sleep(AFTER_TROUBLE_MS);
        else return;
        this.#learn(request, answer);
      }
    };
    const all = Promise.all(Array.from({ length: count }, write));
    return {
      stop: async () => {
        state.stopping = true;
        await all;
        return state.answered;
      },
      answered: () => state.answered,
    };
  }

  #next(): Request {
    const what = this.chance();
    const outcome = this.#oneOf(this.#known.outcomes.slice(-TOUCHED_LATELY));
    const done = this.#oneOf(this.#known.done.slice(-TOUCHED_LATELY));
    if (what < 0.22 && outcome !== undefined) return correction(outcome, this.#pence());
    if (what < 0.3 && outcome !== undefined) return withdrawal(outcome);
    if (what < 0.4 && done !== undefined) return done;
    if (what < 0.43 && done !== undefined) return { ...recording(this.#pence()), ids: done.ids };
    if (what < 0.46) return recording(this.#pence(), 'no-such-unit');
    return recording(this.#pence());
  }

  #learn(request: Request, answer: Answer): void {
    if (answer.at !== 'acknowledged') return;
    const receipt: unknown = JSON.parse(answer.body);
    if (!isRecord(receipt) || answer.status !== 201) return;
    const [id, revision] = [String(receipt['outcomeId']), Number(receipt['revision'])];
    this.#known.done.push(request);
    this.#known.outcomes = this.#known.outcomes.filter((known) => known.id !== id).slice(-TOUCHED_LATELY);
    if (!request.path.endsWith('/withdrawal')) this.#known.outcomes.push({ id, revision });
  }

  #pence(): number {
    return 1 + Math.floor(this.chance() * 10_000_000);
  }

  #oneOf<T>(values: readonly T[]): T | undefined {
    return values[Math.floor(this.chance() * values.length)];
  }
}

/** A cash seizure of so many pence, as the seeds' collaboration records them. */
export function recording(amountPence: number, unit = 'rart'): Request {
  const month = 1 + (amountPence % 12);
  const body = {
    kind: 'asset',
    collaboration: 'yorkshire-and-the-humber-joint-working',
    unit,
    occurredOn: `2010-${String(month).padStart(2, '0')}-04`,
    leadForce: 'west-yorkshire',
    assetType: 'cash',
    route: 'cash-forfeiture',
    stage: 'seized',
    amountPence,
    attribution: { basis: 'key', key: 'population-mid-2010' },
  };
  return { ids: [randomUUID()], path: '/api/v1/outcomes', body: JSON.stringify(body) };
}

export function correction({ id, revision }: Outcome, amountPence: number): Request {
  const body = JSON.stringify({ reason: 'valuation-revised', changes: { amountPence } });
  return { ids: [randomUUID()], path: `/api/v1/outcomes/${id}/corrections`, revision, body };
}

export function withdrawal({ id, revision }: Outcome): Request {
  const body = JSON.stringify({ reason: 'recorded-in-error' });
  return { ids: [randomUUID()], path: `/api/v1/outcomes/${id}/withdrawal`, revision, body };
}

/** Numbers from 0 up to 1 that look like chance and are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    const more = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((more ^ (more >>> 14)) >>> 0) / 2 ** 32;
  };
}
