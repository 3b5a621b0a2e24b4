import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { decodeEntry } from '../../src/ledger/codec/entry-line.js';
import { isOutcomeEvent } from '../../src/ledger/streams.js';
import { send } from '../support/http.js';
import { linesOf } from '../support/inquiry.js';
import { freshDatabase } from '../support/postgres.js';
import { Site, type ServiceProcess } from '../support/service-process.js';

jest.setTimeout(240_000);

const CLAIMERS = 50;
const ROUNDS = 200;
/** So many items are claimed at a time; amid every fifth lot the service is killed. */
const AT_A_TIME = 10;
const KILLED_EVERY = 5;
const ROUNDS_AT_TWO = 40;
/** Every tenth item is money, whose parts move with every claim; the others count one. */
const MONEY_EVERY = 10;
const WHOLE_PENCE = 1_001;

const units = Array.from({ length: CLAIMERS }, (_, i) => `unit-${i}`);
const FORCES = ['west-yorkshire', 'humberside', 'south-yorkshire'];
const SINCE = '2005-04-01';
const agreement = {
  regions: [{ id: 'north', name: 'North' }],
  forces: FORCES.map((id) => ({ id, name: id, region: 'north' })),
  collaborations: [
    {
      id: 'claiming',
      name: 'Claiming',
      model: 'lead-force',
      members: FORCES.map((force) => ({ force, from: SINCE })),
      units: units.map((id) => ({ id, name: id, from: SINCE })),
      keys: [{ id: 'equal', basis: 'equal', from: SINCE, weights: Object.fromEntries(FORCES.map((id) => [id, 1])) }],
    },
  ],
};

let site: Site;
let service: ServiceProcess;
beforeAll(async () => {
  site = await Site.open();
  const file = join(site.directory, 'claiming.json');
  await writeFile(file, JSON.stringify(agreement));
  expect(await site.run('load-collaborations', file)).toMatchObject({ code: 0 });
  service = await site.serve();
}, 120_000);
afterAll(() => site.clear());

describe(`${CLAIMERS} claimers of one item`, () => {
  it(`credit no more than the whole at any entry, and exactly one whole at the end, in ${ROUNDS} rounds with crashes`, async () => {
    let [kills, resent] = [0, 0];
    for (let lot = 0; lot * AT_A_TIME < ROUNDS; lot += 1) {
      const rounds = Array.from({ length: AT_A_TIME }, (_, i) => lot * AT_A_TIME + i);
      const claims = Promise.all(rounds.flatMap((round) => units.map((unit) => claim(() => service.url, round, unit))));
      if (lot % KILLED_EVERY === 1) {
        await sleep(50 + 20 * lot);
        await service.kill();
        service = await site.serve();
        kills += 1;
      }
      resent += (await claims).reduce((sum, times) => sum + times - 1, 0);
    }
    const lines = await linesOf(service.url);
    expectWhole(lines, ROUNDS);
    expect([kills, resent > 0]).toEqual([ROUNDS / AT_A_TIME / KILLED_EVERY, true]);

    const file = join(site.directory, 'claims.ndjson');
    expect(await site.run('export', file)).toMatchObject({ code: 0 });
    expect(await site.run('verify', file)).toMatchObject({ code: 0 });
    console.info(
      `claims: ${ROUNDS} items, ${CLAIMERS} claimers each, ${kills} kills, ${resent} sent again, ${lines.length} entries`,
    );
  });

  it('are found out when one of them is credited on top of the others', async () => {
    const lines = await linesOf(service.url);
    const at = lines.findIndex((line) => line.includes('"OutcomeClaimed"') && line.includes('"amount":-'));
    const forged = lines.with(at, (lines[at] ?? '').replaceAll(/"amount":-\d+/g, '"amount":0'));
    expect([...creditsIn(forged).values()].some(({ most, whole }) => most > whole)).toBe(true);
  });
});

describe(`${CLAIMERS} claimers of one item at two servers on one database`, () => {
  it(`credit no more than the whole at any entry, in ${ROUNDS_AT_TWO} rounds in which one server is killed`, async () => {
    const database = await freshDatabase('claims at two', (url) => migrate(url, () => undefined));
    const settings = { DATABASE_URL: database.ownerUrl, ITEM_KEY_FILE: join(site.directory, 'shared-item.key') };
    const sites = [await Site.open(settings), await Site.open(settings)];
    try {
      expect(await sites[0]?.run('load-collaborations', join(site.directory, 'claiming.json'))).toMatchObject({
        code: 0,
      });
      const servers = await Promise.all(sites.map((each) => each.serve()));
      let resent = 0;
      for (let round = 0; round < ROUNDS_AT_TWO; round += AT_A_TIME) {
        const claims = Promise.all(
          units.flatMap((unit, i) =>
            Array.from({ length: AT_A_TIME }, (_, n) =>
              claim(() => servers[i % 2]?.url ?? '', round + n, unit, `at-${i % 2}`),
            ),
          ),
        );
        if (round === AT_A_TIME) {
          await sleep(100);
          await servers[1]?.kill();
          servers[1] = await (sites[1] ?? site).serve();
        }
        resent += (await claims).reduce((sum, times) => sum + times - 1, 0);
      }
      const lines = await linesOf(servers[0]?.url ?? '');
      expectWhole(lines, ROUNDS_AT_TWO);
      expect([...actorsIn(lines).values()]).toEqual(Array.from({ length: ROUNDS_AT_TWO }, () => ['at-0', 'at-1']));
      expect(resent).toBeGreaterThan(0);
      console.info(`claims at two servers: ${ROUNDS_AT_TWO} items, ${resent} sent again, ${lines.length} entries`);
    } finally {
      for (const each of sites) await each.clear();
      await database.drop();
    }
  }, 60_000);
});

/** Who recorded in each outcome's stream. */
function actorsIn(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const entries = lines.map((line) => decodeEntry(line)).filter(({ event }) => isOutcomeEvent(event));
  const streams = Map.groupBy(entries, ({ stream }) => stream);
  return new Map([...streams].map(([stream, own]) => [stream, [...new Set(own.map(({ actor }) => actor))].sort()]));
}

function expectWhole(lines: readonly string[], items: number): void {
  const credited = creditsIn(lines);
  expect(credited.size).toBe(items);
  expect(
    [...credited.values()].filter(
      ({ most, last, whole, claimers }) => most > whole || last !== whole || claimers !== CLAIMERS,
    ),
  ).toEqual([]);
}

/** Claims an item until it is answered, under one key, so that what is sent again records nothing again. Gives how often it was sent. */
async function claim(urlNow: () => string, round: number, unit: string, person = 'claimer'): Promise<number> {
  const common = {
    collaboration: 'claiming',
    unit,
    occurredOn: '2010-03-04',
    leadForce: FORCES[0],
    attribution: { basis: 'key', key: 'equal' },
  };
  const item = { scheme: 'custody-reference', reference: `round ${round}` };
  const own =
    round % MONEY_EVERY === 0
      ? { kind: 'asset', assetType: 'cash', route: 'cash-forfeiture', stage: 'seized', amountPence: WHOLE_PENCE }
      : { kind: 'arrest', role: 'made', offenceGroup: 'drugs-supply' };
  const headers = { 'idempotency-key': randomUUID(), 'x-acting-person': person };
  for (let times = 1; ; times += 1) {
    const answer = await send(urlNow(), '/api/v1/outcomes', {
      method: 'POST',
      headers,
      body: { ...common, ...own, item },
    }).catch(() => undefined);
    if (answer?.status === 201 || answer?.status === 200) return times;
    if (answer !== undefined && answer.status < 500) throw new Error(answer.text);
    await sleep(150);
  }
}

interface Credit {
  readonly whole: bigint;
  most: bigint;
  last: bigint;
  claimers: number;
}

/** What every outcome was credited with at the most after any entry, and at the end. */
function creditsIn(lines: readonly string[]): ReadonlyMap<string, Credit> {
  const credits = new Map<string, Credit>();
  for (const line of lines) {
    const { event, stream } = decodeEntry(line);
    if (!isOutcomeEvent(event)) continue;
    const whole = 'outcome' in event && event.outcome.kind === 'asset' ? BigInt(WHOLE_PENCE) : 1n;
    const credit = credits.get(stream) ?? { whole, most: 0n, last: 0n, claimers: 0 };
    credit.last += event.postings.reduce((sum, { amount }) => sum + amount, 0n);
    credit.most = credit.last > credit.most ? credit.last : credit.most;
    credit.claimers += 1;
    credits.set(stream, credit);
  }
  return credits;
}
