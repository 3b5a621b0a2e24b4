import { describe, expect, it } from '@jest/globals';
import { entryOf, goldenLines } from '../../../test/support/golden-lines.js';
import { EVENT_CATALOGUE } from '../../domain/event-catalogue.js';
import { slug } from '../../domain/identifiers.js';
import { nameShape } from '../../domain/collaboration/events.js';
import { object } from '../../domain/shape.js';
import { decodeEntry } from './entry-line.js';
import { Unreadable } from './json.js';
import type { Upcasters } from './upcast.js';

// An example: schema 2 said "title" where schema 1 said "name"; schema 3 says in which language it is.
const CATALOGUE = {
  ...EVENT_CATALOGUE,
  RegionRegistered: { schema: 3, data: object({ language: slug(), region: slug(), title: nameShape }) },
};
const UPCASTERS: Upcasters = {
  RegionRegistered: [({ name, ...rest }) => ({ ...rest, title: name }), (data) => ({ ...data, language: 'english' })],
};

const first = goldenLines[entryOf('RegionRegistered')] ?? '';
const ofSchema = (schema: unknown, data: object): string =>
  first
    .replace(/"data":\{[^}]*\}/, `"data":${JSON.stringify(data)}`)
    .replace('"schema":1', `"schema":${String(schema)}`);
const eventOf = (line: string): object => decodeEntry(line, UPCASTERS, CATALOGUE).event;

describe('an entry of an older schema', () => {
  const today = { type: 'RegionRegistered', language: 'english', region: 'wales', title: 'Wales' };

  it.each([
    ['first', ofSchema(1, { name: 'Wales', region: 'wales' })],
    ['second', ofSchema(2, { region: 'wales', title: 'Wales' })],
    ['third', ofSchema(3, { language: 'english', region: 'wales', title: 'Wales' })],
  ])('is read as it would be written today: the %s', (_, line) => {
    expect(eventOf(line)).toEqual(today);
  });

  it('is held to the shape of today once it is there', () => {
    expect(() => eventOf(ofSchema(1, { name: 'Wales', region: 'wales', note: 1 }))).toThrow(
      'data.note: is not a field here',
    );
    expect(() => eventOf(ofSchema(2, { name: 'Wales', region: 'wales' }))).toThrow('data.title: is missing');
  });

  it.each([0, -1, 4, 1.5, '"1"', null])('is refused when nobody knows its schema: %p', (schema) => {
    expect(() => eventOf(ofSchema(schema, { name: 'Wales', region: 'wales' }))).toThrow(Unreadable);
  });

  it('is refused when a step is missing', () => {
    const half: Upcasters = { RegionRegistered: [(data) => data] };
    expect(() => decodeEntry(ofSchema(1, { name: 'Wales', region: 'wales' }), half, CATALOGUE)).toThrow(
      'use a newer one',
    );
  });
});
