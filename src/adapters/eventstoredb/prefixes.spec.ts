import { expect, it } from '@jest/globals';
import { EVENT_CATALOGUE } from '../../domain/event-catalogue.js';
import { goldenEntries } from '../../../test/support/golden-lines.js';
import { PREFIXES } from './connection.js';

it('every stream that an event can be in is among those that are numbered', () => {
  const types = new Set(goldenEntries.map(({ event }) => event.type));
  expect([...types].sort()).toEqual(Object.keys(EVENT_CATALOGUE).sort());
  const streams = goldenEntries.map(({ stream }) => stream);
  expect(streams.filter((stream) => !PREFIXES.some((prefix) => stream.startsWith(prefix)))).toEqual([]);
});
