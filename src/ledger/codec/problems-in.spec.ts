import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryOf } from '../../../test/support/arbitraries.js';
import { outcomeShape } from '../../domain/outcome/events.js';
import { problemsIn } from './problems-in.js';
import { toWire } from './shape-codec.js';

const fields = (json: unknown) => problemsIn(outcomeShape, json).map(({ field }) => field);

describe('the problems in a value', () => {
  it('are none when it is of its shape', () => {
    fc.assert(
      fc.property(arbitraryOf(outcomeShape), (outcome) => expect(fields(toWire(outcomeShape, outcome))).toEqual([])),
    );
  });

  it('are all named, also those deep inside', () => {
    const substance = { substance: 'X Y', form: 'powder', quantity: 0.5, quantityIn: 'grams' };
    const seizure = {
      kind: 'drugs-seizure',
      attribution: { basis: 'key', key: 'A B' },
      occurredOn: 'x',
      unit: 'rart',
      substances: [substance, 5],
    };
    expect(new Set(fields(seizure))).toEqual(
      new Set([
        ...['attribution.key', 'leadForce', 'occurredOn'],
        ...['substances[0].quantity', 'substances[0].quantityIn', 'substances[0].substance', 'substances[1]'],
      ]),
    );
  });

  it.each([
    [{ kind: 'constructor' }, ['kind']],
    [{}, ['kind']],
    [[], ['']],
    ['x', ['']],
    [null, ['']],
  ])('of %p are those of the whole', (json, named) => {
    expect(fields(json)).toEqual(named);
  });

  it('name a field that nobody knows', () => {
    const arrest = {
      kind: 'arrest',
      attribution: { basis: 'direct', force: 'f' },
      leadForce: 'f',
      occurredOn: '2010-01-01',
      unit: 'u',
      offenceGroup: 'g',
      role: 'made',
    };
    expect(fields(arrest)).toEqual([]);
    expect(fields({ ...arrest, note: 'x' })).toEqual(['note']);
  });
});
