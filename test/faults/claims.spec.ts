import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { decodeEntry } from '../../src/ledger/codec/entry-line.js';
import { isOutcomeEvent } from '../../src/ledger/streams.js';
import { send } from '../support/http.js';
import { linesOf } from '../support/inquiry.js';
import { Site, type ServiceProcess } from '../support/service-process.js';

jest.setTimeout(240_000);

const CLAIMERS = 50;
const ROUNDS = 200;
/** So many items are claimed at a time; amid every fifth lot the service is killed. */
const AT_A_TIME = 10;
const KILLED_EVERY = 5;
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
      const claims = Promise.all(rounds.flatMap((round) => units.map((unit) => claim(round, unit))));
      if (lot % KILLED_EVERY === 1) {
        await sleep(50 + 20 * lot);
        await service.kill();
        service = await site.serve();
        kills += 1;
      }
      resent += (await claims).reduce((sum, times) => sum + times - 1, 0);
    }
    const lines = await linesOf(service.url);
    const credited = creditsIn(lines);
    expect(credited.size).toBe(ROUNDS);
    expect(
      [...credited.values()].filter(
        ({ most, last, whole, claimers }) => most > whole || last !== whole || claimers !== CLAIMERS,
      ),
    ).toEqual([]);
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

/** Claims an item until it is answered, under one key, so that what is sent again records nothing again. Gives how often it was sent. */
async function claim(round: number, unit: string): Promise<number> {
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
  const headers = { 'idempotency-key': randomUUID(), 'x-acting-person': 'claimer' };
  for (let times = 1; ; times += 1) {
    const answer = await send(service.url, '/api/v1/outcomes', {
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
