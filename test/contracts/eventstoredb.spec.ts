import { afterAll, jest } from '@jest/globals';
import { StandInServer } from '../support/eventstoredb-server/server.js';
import { findKurrentDb, whyNoRoad } from '../support/kurrentdb.js';
import { notRun } from '../support/not-run.js';
import { eventStoreContract } from './event-store.js';
import { EVENTSTOREDB_LIMITS, ledgerInEventStoreDb } from './eventstoredb-ledgers.js';
import { eventStoreDbProtocol } from './eventstoredb-protocol.js';
import { embeddedDatabase } from './postgres-ledgers.js';

jest.setTimeout(180_000);

const standIn = await StandInServer.start();
const kurrent = await findKurrentDb();
afterAll(async () => {
  await standIn.close();
  await kurrent?.close();
});

const STAND_IN = 'an in-process stand-in, not KurrentDB';
eventStoreDbProtocol(STAND_IN, () => Promise.resolve(standIn.url));
eventStoreContract(
  STAND_IN,
  async () => ledgerInEventStoreDb(await embeddedDatabase('eventstoredb stand-in'), standIn.url),
  EVENTSTOREDB_LIMITS,
);

if (kurrent === undefined) notRun('the event store: KurrentDB', 'no KurrentDB here');
else {
  eventStoreDbProtocol('KurrentDB', () => Promise.resolve(kurrent.url));
  eventStoreContract('KurrentDB', async () => ledgerInEventStoreDb(await embeddedDatabase('kurrentdb'), kurrent.url), {
    ...EVENTSTOREDB_LIMITS,
    noRoad: whyNoRoad(kurrent.url),
  });
}
