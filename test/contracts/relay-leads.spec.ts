import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { relayLeads } from '../../src/adapters/postgres/relay-leads.js';
import { AT_START, NotLeading, type RelayLead } from '../../src/ledger/relay-lead.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

jest.setTimeout(60_000);

const TARGET = 'cluster prefix';
const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);

describe('the lead of a relay', () => {
  let database: TestDatabase;
  const taken: RelayLead[] = [];
  beforeAll(async () => {
    database = await freshDatabase('leads', migrated);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    for (const lead of taken.splice(0)) await lead.release();
  });
  afterAll(() => database.drop());

  async function take(): Promise<RelayLead | undefined> {
    const lead = await relayLeads(database.applicationUrl).lead(TARGET);
    if (lead !== undefined) taken.push(lead);
    return lead;
  }

  async function taking(): Promise<RelayLead> {
    const lead = await take();
    if (lead === undefined) throw new Error('another leads');
    return lead;
  }

  /** As the server does with a session that was silent for too long. */
  async function endSessions(): Promise<void> {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 842120 AND granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    await client.end();
  }

  /** As after this process was stopped for so long. */
  function standStill(ms: number): void {
    const now = performance.now() + ms;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  }

  it('is one relay’s at a time, with a higher epoch each time, and goes on from where the last one stood', async () => {
    const first = await taking();
    expect(await take()).toBeUndefined();
    const ends = { 0: { next: 3, entry: 7 }, 5: { next: 1, entry: 2 } };
    await first.move('entries', { ...AT_START, entry: 7, entryId: '00000000-0000-4000-8000-000000000007', ends });
    await first.release();
    const second = await taking();
    expect(second.epoch).toBeGreaterThan(first.epoch);
    expect(second.at('entries')).toMatchObject({ entry: 7, begun: true, ends });
    const { entries } = await relayLeads(database.applicationUrl).standing(TARGET);
    expect(entries).toEqual(second.at('entries'));
  });

  it('confirms itself while its session lives, however long nothing was heard', async () => {
    const lead = await taking();
    const asked = jest.spyOn(pg.Client.prototype, 'query');
    await lead.confirm();
    expect(asked).not.toHaveBeenCalled();
    standStill(60_000);
    await lead.confirm();
    expect(asked).toHaveBeenCalledTimes(1);
    expect(lead.lost.aborted).toBe(false);
  });

  it('does not confirm itself once the session is gone, and moves nothing', async () => {
    const lead = await taking();
    const before = lead.at('entries');
    await endSessions();
    standStill(7_000);
    await expect(lead.confirm()).rejects.toThrow(NotLeading);
    expect(lead.lost.aborted).toBe(true);
    await expect(lead.confirm()).rejects.toThrow(NotLeading);
    await expect(lead.move('entries', { ...AT_START, entry: 9 })).rejects.toThrow();
    expect((await taking()).at('entries')).toEqual(before);
  });

  it('moves nothing in an epoch that is over, even on a session that lives', async () => {
    const lead = await taking();
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    await client.query('UPDATE feed.checkpoints SET epoch = epoch + 1');
    await client.end();
    await expect(lead.move('figures', AT_START)).rejects.toThrow(NotLeading);
  });

  it('says that it is lost when the session ends', async () => {
    const lead = await taking();
    await endSessions();
    while (!lead.lost.aborted) await sleep(10);
    await expect(lead.confirm()).rejects.toThrow(NotLeading);
  });
});
