import { describe, expect, it } from '@jest/globals';
import { leavesOf, replaced, type Json } from '../../../test/support/exports.js';
import { entryOf, goldenLines } from '../../../test/support/golden-lines.js';
import { EVENT_CATALOGUE, type EventType } from '../../domain/event-catalogue.js';
import { decodeEntry } from './entry-line.js';
import { parseJson, Unreadable } from './json.js';

const TYPES = Object.keys(EVENT_CATALOGUE) as EventType[];
const jsonOf = (type: EventType): Json => parseJson(goldenLines[entryOf(type)] ?? '') as Json;
const decoding = (json: unknown) => () => decodeEntry(JSON.stringify(json));

/** Every object in a value, by its path. */
function objectsIn(json: unknown): readonly (readonly (string | number)[])[] {
  const paths = leavesOf(json).flatMap(({ path }) => path.map((_, i) => path.slice(0, i)));
  const unique = new Map(paths.map((path) => [path.join('.'), path]));
  return [...unique.values()].filter((path) => !Array.isArray(at(json, path)));
}
const at = (json: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], json);

describe.each(TYPES)('a line of the type %s is refused', (type) => {
  const json = jsonOf(type);

  it('with a field that nobody knows, anywhere in it', () => {
    for (const path of objectsIn(json)) {
      const weights = path.at(-1) === 'weights';
      for (const name of weights ? ['Not a force'] : ['note', 'constructor', '__proto__', 'toString']) {
        const text = JSON.stringify(replaced(json, [...path, 'STRAY'], 1)).replace('"STRAY"', JSON.stringify(name));
        expect([path, name, () => decodeEntry(text)]).toEqual([path, name, expect.any(Function)]);
        expect(() => decodeEntry(text)).toThrow(Unreadable);
      }
    }
  });

  it('with a value of another type, anywhere in it', () => {
    for (const { path, value } of leavesOf(json)) {
      for (const other of [null, [], {}, typeof value === 'string' ? 1 : 'x', 1.5, true].filter(
        (each) => typeof each !== typeof value || each === 1.5,
      )) {
        expect(decoding(replaced(json, path, other))).toThrow(Unreadable);
      }
    }
  });

  it('with a number that no integer holds exactly', () => {
    for (const { path, value } of leavesOf(json).filter((leaf) => typeof leaf.value === 'number')) {
      for (const written of ['0.5', '1e-7', '9007199254740993', '-9007199254740993', '1e400', `${String(value)}.5`]) {
        const text = JSON.stringify(replaced(json, path, 'HERE')).replace('"HERE"', written);
        expect(() => decodeEntry(text)).toThrow(Unreadable);
      }
    }
  });

  it('with half of a character in any of its texts', () => {
    for (const { path } of leavesOf(json).filter((leaf) => typeof leaf.value === 'string')) {
      expect(decoding(replaced(json, path, 'x\ud800y'))).toThrow(Unreadable);
    }
  });
});

describe('a line is refused', () => {
  const line = goldenLines[entryOf('OutcomeRecorded')] ?? '';

  it.each([
    ['a field that is missing', line.replace(/"revision":0,/, ''), /exactly the fields/],
    ['a field misspelt', line.replace('"revision":0', '"revison":0'), /exactly the fields/],
    [
      'a field misspelt inside',
      line.replace('"amountPence"', '"amountPense"'),
      /data\.outcome\.amountPence: is missing/,
    ],
    [
      'a type from the future',
      line.replace('"OutcomeRecorded"', '"OutcomeBlessed"'),
      /no event type OutcomeBlessed; use a newer/,
    ],
    [
      'a schema from the future',
      line.replace('"schema":1', '"schema":2'),
      /schema 2 is not known .* reads up to 1; use a newer one/,
    ],
    ['a negative revision', line.replace('"revision":0', '"revision":-1'), /revision: has to be a whole number from 0/],
    ['a day that there is not', line.replace('T09:', 'T25:'), /recordedAt/],
    ['the 30th of February', line.replace(/"recordedAt":"[^T]*/, '"recordedAt":"2012-02-30'), /there is no such day/],
    ['a stream that nobody keeps', line.replace('"outcome-', '"outcomes-'), /the name of a stream/],
    ['a stream whose id is bent', line.replace(/"outcome-./, '"outcome--'), /the name of a stream/],
    ['a moment without milliseconds', line.replace('.000Z', 'Z'), /recordedAt/],
    ['no JSON', line.slice(1), /not JSON/],
    ['no JSON, without repeating any of it', line.replace(/:.*/, ': NB/1234'), /not JSON: Unexpected token 'N'$/],
  ])('with %s, and says why', (_, bad, reason) => {
    expect(bad).not.toBe(line);
    expect(() => decodeEntry(bad)).toThrow(reason);
  });

  it('is not refused for a key that stands twice, which JSON hides: a verifier finds that by writing the line again', () => {
    const twice = line.replace('{', '{"actor":"nobody",');
    expect(decodeEntry(twice)).toEqual(decodeEntry(line));
  });
});
