import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import type { ClaimVerdict } from '../../ledger/entry-index.js';
import { StoreAway, type Append } from '../../ledger/event-store.js';
import { safeInteger } from './connection.js';

const BATCH_MOST = 512;
const CLAIM = { name: 'index-claim', text: 'SELECT ledger.claim($1, $2, $3, $4) AS verdicts' } as const;

interface Waiting {
  readonly append: Append;
  readonly resolve: (verdict: ClaimVerdict) => void;
  readonly reject: (reason: unknown) => void;
}

type Run = <T>(work: (client: pg.ClientBase) => Promise<T>) => Promise<T>;

/** Whatever waits while one batch of claims is being written becomes the next one: one commit for all of them. */
export class Claiming {
  readonly #queue: Waiting[] = [];
  #draining: Promise<void> | undefined;
  #isClosed = false;

  constructor(private readonly run: Run) {}

  claim(append: Append): Promise<ClaimVerdict> {
    if (this.#isClosed) return Promise.reject(new StoreAway('the index is closed'));
    const { promise, resolve, reject } = Promise.withResolvers<ClaimVerdict>();
    this.#queue.push({ append, resolve, reject });
    this.#draining ??= this.#drain();
    return promise;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      await nextTurn();
      const batch = this.#queue.splice(0, BATCH_MOST);
      try {
        const verdicts = await this.run((client) => claimAll(client, batch));
        for (const [at, { resolve, reject }] of batch.entries()) {
          const verdict = verdicts[at];
          if (verdict === undefined) reject(new Error('ledger.claim did not judge every append'));
          else resolve(verdict);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#draining = undefined;
  }
}

async function claimAll(client: pg.ClientBase, batch: readonly Waiting[]): Promise<readonly ClaimVerdict[]> {
  const appends = batch.map(({ append }) => append);
  const { rows } = await client.query<{ verdicts: string }>({ ...CLAIM, values: placesOf(appends) });
  const verdicts = (rows[0]?.verdicts ?? '').split('\n');
  return verdicts.map((text) => (text === '+' ? { kind: 'claimed' } : refusalOf(text)));
}

/** The first four parameters of `ledger.claim` and `ledger.decide`. */
export function placesOf(appends: readonly Append[]): unknown[] {
  return [
    appends.map(({ stream }) => stream).join('\n'),
    appends.map(({ expectedRevision }) => expectedRevision + 1),
    appends.map(({ lines }) => lines.length),
    appends.flatMap(({ lines }) => lines.map(({ id }) => id)),
  ];
}

/** A verdict of theirs other than '+' and '?'. */
export function refusalOf(text: string): Exclude<ClaimVerdict, { kind: 'claimed' }> {
  if (text === '^') return { kind: 'on-its-way' };
  if (text === '!') return { kind: 'conflict' };
  if (text === '#') return { kind: 'id-taken' };
  if (text.startsWith('=')) return { kind: 'numbered', entry: safeInteger(text.slice(1)) };
  const [, revision = '', stream = ''] = /^~(\d+) (.*)$/.exec(text) ?? [];
  return { kind: 'claimed-before', stream, revision: safeInteger(revision) };
}
