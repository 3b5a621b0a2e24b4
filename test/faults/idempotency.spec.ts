import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { isRecord } from '../../src/web/fits.js';
import { linesOf } from '../support/inquiry.js';
import { Journal, type Answer } from '../support/journal.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { Site, type ServiceProcess } from '../support/service-process.js';
import { correction, recording, seeded, send } from '../support/writers.js';

jest.setTimeout(120_000);

const COMMANDS = 300;
const DUPLICATES = 10_000;
const CLIENTS = 32;

let database: TestDatabase;
let site: Site;
let service: ServiceProcess;
let journal: Journal;
const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);

beforeAll(async () => {
  database = await freshDatabase('idempotency', migrated);
  site = await Site.open({ DATABASE_URL: database.ownerUrl });
  expect(await site.run('load-collaborations', 'src/demo-data/collaborations.json')).toMatchObject({ code: 0 });
  service = await site.serve();
  journal = new Journal(join(site.directory, 'journal.ndjson'));
});
afterAll(async () => {
  journal.close();
  await site.clear();
  await database.drop();
});

type Request = ReturnType<typeof recording>;

/** Sends a request until its answer says what became of it, wherever the service is by then. */
async function insist(request: Request): Promise<Exclude<Answer, { at: 'unknown' }>> {
  for (;;) {
    const answer = await send(journal, service.url, request);
    if (answer.at !== 'unknown') return answer;
    await sleep(50);
  }
}

/** Lets so many clients work off the requests together. */
async function together(requests: readonly Request[]): Promise<readonly Exclude<Answer, { at: 'unknown' }>[]> {
  const answers: Exclude<Answer, { at: 'unknown' }>[] = [];
  const queue = requests.values();
  const client = async (): Promise<void> => {
    for (const request of queue) answers.push(await insist(request));
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return answers;
}

function errorsOf({ body }: { readonly body: string }): unknown {
  const problem: unknown = JSON.parse(body);
  return isRecord(problem) ? problem['errors'] : undefined;
}

describe('the same command, sent again', () => {
  it(`gives the same receipt: ${DUPLICATES} duplicates of ${COMMANDS} commands, the service killed among them`, async () => {
    const chance = seeded(7);
    const before = await linesOf(service.url);
    const commands = Array.from({ length: COMMANDS }, (_, which) => recording(1_000 + which));
    const duplicates = Array.from(
      { length: DUPLICATES },
      () => commands[Math.floor(chance() * COMMANDS)] ?? recording(1),
    );
    const restart = async (): Promise<void> => {
      await sleep(1_500);
      await service.kill();
      service = await site.serve();
    };
    const [answers] = await Promise.all([together([...commands, ...duplicates]), restart()]);
    expect(answers).toHaveLength(COMMANDS + DUPLICATES);
    expect(answers.every(({ at }) => at === 'acknowledged')).toBe(true);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(COMMANDS);
    const isNew = answers.filter(({ status }) => status === 201).length;
    expect(isNew).toBeLessThanOrEqual(COMMANDS);
    expect(isNew).toBeGreaterThan(0);
    const after = await linesOf(service.url);
    expect(after.length).toBe(before.length + COMMANDS);
    expect(after.slice(0, before.length)).toEqual(before);
  });

  it('is a conflict that names what differs when it says something else, and records nothing', async () => {
    const first = recording(5_000);
    const receipt = await insist(first);
    const before = await linesOf(service.url);
    const other = { ...recording(6_000), ids: first.ids };
    for (const answer of await together(Array.from({ length: 200 }, (_, turn) => (turn % 2 === 0 ? first : other)))) {
      if (answer.at === 'acknowledged') expect(answer).toMatchObject({ status: 200, body: receipt.body });
      else expect(answer).toMatchObject({ status: 409, body: expect.stringContaining('"idempotency-conflict"') });
    }
    const conflict = await insist(other);
    expect(errorsOf(conflict)).toEqual(expect.arrayContaining([expect.objectContaining({ field: 'amountPence' })]));
    expect(await linesOf(service.url)).toEqual(before);
  });
});

describe('one outcome that 50 clients correct at once', () => {
  it('is corrected by one of them, and the others are told the revision that it has now', async () => {
    const { body } = await insist(recording(9_000));
    const receipt: unknown = JSON.parse(body);
    const id = isRecord(receipt) ? String(receipt['outcomeId']) : '';
    const before = await linesOf(service.url);
    const corrections = Array.from({ length: 50 }, (_, client) => correction({ id, revision: 0 }, 20_000 + client));
    const answers = await Promise.all(corrections.map(insist));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 201);
    for (const other of others) {
      expect(other).toMatchObject({ at: 'refused', status: 412, body: expect.stringContaining('"revision-conflict"') });
      expect(errorsOf(other)).toEqual([{ field: 'If-Match', reason: expect.stringContaining('revision 1') }]);
    }
    expect((await linesOf(service.url)).length).toBe(before.length + 1);
  });
});
