import { afterAll, jest } from '@jest/globals';
import { StandInServer } from '../support/eventstoredb-server/server.js';
import { findKurrentDb } from '../support/kurrentdb.js';
import { notRun } from '../support/not-run.js';
import { eventStoreDbProtocol } from './eventstoredb-protocol.js';

jest.setTimeout(180_000);

const standIn = await StandInServer.start();
const kurrent = await findKurrentDb();
afterAll(async () => {
  await standIn.close();
  await kurrent?.close();
});

const STAND_IN = 'an in-process stand-in, not KurrentDB';
eventStoreDbProtocol(STAND_IN, () => Promise.resolve(standIn.url));

if (kurrent === undefined) notRun('the event store: KurrentDB', 'no KurrentDB here');
else {
  eventStoreDbProtocol('KurrentDB', () => Promise.resolve(kurrent.url));
}
