import fc from 'fast-check';
import { EVENT_CATALOGUE, type EventType, type LedgerEvent } from '../../src/domain/event-catalogue.js';
import type { Shape } from '../../src/domain/shape.js';
import type { Entry } from '../../src/ledger/codec/entry-line.js';
import { arbitraryOf } from './arbitraries.js';
import { id, uuidEnding } from './given-when-then.js';

/** Entries with any event of a type that its shape allows; what stands round the event is nearly always the same. */
export function entriesOf(type: EventType): fc.Arbitrary<Entry> {
  const data = arbitraryOf(EVENT_CATALOGUE[type].data as Shape<object>);
  return fc.record({ data, revision: fc.maxSafeNat(), number: fc.nat() }).map(({ data: fields, revision, number }) => ({
    actor: id('jane-doe'),
    command: { id: uuidEnding(number), sha256: 'ab'.repeat(32) },
    event: { ...fields, type } as LedgerEvent,
    id: uuidEnding(number),
    recordedAt: '2026-11-22T10:00:00.000Z',
    revision,
    stream: 'measure-catalogue',
  }));
}
