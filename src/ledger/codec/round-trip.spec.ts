import type { OutcomeId } from '../../domain/identifiers.js';
import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { arbitraryOf } from '../../../test/support/arbitraries.js';
import { entriesOf } from '../../../test/support/entry-arbitraries.js';
import { id, uuidEnding } from '../../../test/support/given-when-then.js';
import { entryOf, goldenLines } from '../../../test/support/golden-lines.js';
import { EVENT_CATALOGUE, type EventType } from '../../domain/event-catalogue.js';
import { stageShape } from '../../domain/outcome/asset-stages.js';
import { outcomeShape, type OutcomeRecorded } from '../../domain/outcome/events.js';
import { evolveOutcome, unrecorded } from '../../domain/outcome/outcome.js';
import { list, type Shape } from '../../domain/shape.js';
import { decodeEntry, encodeEntry } from './entry-line.js';
import { canonicalJson, encodeJson, parseJson } from './json.js';
import { decodeOutcomeState, encodeOutcomeState, stateInLine } from './listed-outcome.js';
import { encodeRecorded, mayRestOnPredecessor } from './recorded-line.js';
import { toWire } from './shape-codec.js';

const TYPES = Object.keys(EVENT_CATALOGUE) as EventType[];

describe.each(TYPES)('an entry of the type %s', (type) => {
  it('comes back from its line as it went in', () => {
    fc.assert(fc.property(entriesOf(type), (entry) => expect(decodeEntry(encodeEntry(entry))).toStrictEqual(entry)));
  });

  it('has one line only, in the form of RFC 8785', () => {
    fc.assert(
      fc.property(entriesOf(type), (entry) => {
        const line = encodeEntry(entry);
        expect(line).toBe(canonicalize(parseJson(line)));
        expect(line).toBe(canonicalJson(parseJson(line)));
        expect(encodeEntry(decodeEntry(line))).toBe(line);
        expect(line).not.toContain('\n');
      }),
    );
  });

  it('is written natively as it would be canonically', () => {
    const { data } = EVENT_CATALOGUE[type];
    fc.assert(
      fc.property(arbitraryOf(data as Shape<object>), (fields) => {
        expect(encodeJson(toWire(data as Shape<object>, fields))).toBe(canonicalJson(fields));
      }),
    );
  });
});

describe('the data of a recorded outcome', () => {
  it('is written by its own writer as any event is', () => {
    const { data } = EVENT_CATALOGUE.OutcomeRecorded;
    fc.assert(
      fc.property(entriesOf('OutcomeRecorded'), ({ event }) => {
        expect(encodeRecorded(event as OutcomeRecorded)).toBe(canonicalJson(toWire(data, event)));
      }),
      { numRuns: 300 },
    );
  });

  it('is known for one that rests on another of its own moment, whatever its texts say', () => {
    fc.assert(
      fc.property(entriesOf('OutcomeRecorded'), (entry) => {
        const { restsOn } = entry.event as OutcomeRecorded;
        expect(mayRestOnPredecessor(encodeEntry(entry))).toBe(restsOn.predecessor !== undefined);
      }),
      { numRuns: 300 },
    );
    expect(mayRestOnPredecessor(encodeJson({ label: '"predecessor":0' }))).toBe(false);
  });
});

describe('canonical JSON', () => {
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(
        fc.maxSafeInteger().map((n) => n + 0),
        fc.boolean(),
        fc.constant(null),
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'binary' }),
      ),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('10', '9', '__proto__', 'a')),
        tie('value'),
        { maxKeys: 5 },
      ),
    ),
  })).value;

  it('is what the reference program writes, whatever the keys are called', () => {
    fc.assert(
      fc.property(values, (value) => expect(canonicalJson(value)).toBe(canonicalize(value))),
      { numRuns: 500 },
    );
  });

  it('orders keys by code unit, even those that a JavaScript object would move', () => {
    expect(canonicalJson({ '10': 1, '9': 2, a: 3, A: 4, '\ufb33': 5, '\ud83d\ude00': 6 })).toBe(
      '{"10":1,"9":2,"A":4,"a":3,"\ud83d\ude00":6,"\ufb33":5}',
    );
  });

  it('writes amounts as integers and leaves out what is not there', () => {
    expect(canonicalJson({ b: 9007199254740991n, a: undefined })).toBe('{"b":9007199254740991}');
  });

  it.each([1.5, -0, 2 ** 53, NaN, Infinity, 2n ** 53n, -(2n ** 53n), undefined, () => 1, Symbol('x')])(
    'does not write %p',
    (value) => {
      expect(() => canonicalJson({ value: [value] })).toThrow(RangeError);
    },
  );
});

describe('the state of an outcome at rest', () => {
  it('comes back as it went in', () => {
    const details = arbitraryOf(outcomeShape);
    const stagesOfAny = arbitraryOf(list(stageShape));
    fc.assert(
      fc.property(
        details,
        fc.array(details, { maxLength: 2 }),
        stagesOfAny,
        fc.boolean(),
        (outcome, claims, stages, isWithdrawn) => {
          const known = { collaboration: id<never>('any'), details: outcome };
          const whole = { ...known, claims, duplicates: [], labels: ['assumed'], postings: [] } as const;
          const linked = {
            claimWeights: { rart: 2n },
            duplicateOf: uuidEnding<OutcomeId>(1),
            duplicates: [uuidEnding<OutcomeId>(2)],
          };
          const state = isWithdrawn
            ? ({ status: 'withdrawn', ...known } as const)
            : ({ status: 'recorded', ...whole, stages, grade: 'claimed', ...(claims.length === 1 && linked) } as const);
          expect(decodeOutcomeState(encodeOutcomeState(state))).toStrictEqual(state);
        },
      ),
    );
    expect(decodeOutcomeState(encodeOutcomeState({ status: 'unrecorded' }))).toStrictEqual({ status: 'unrecorded' });
  });

  it('is told by the line that recorded it, as long as no other entry has touched it', () => {
    fc.assert(
      fc.property(entriesOf('OutcomeRecorded'), (entry) => {
        const state = stateInLine(encodeEntry(entry)) ?? 'none';
        expect(decodeOutcomeState(state)).toStrictEqual(evolveOutcome(unrecorded, entry.event as OutcomeRecorded));
      }),
    );
  });

  it('is not cut out of a line in an older schema', () => {
    const line = goldenLines[entryOf('OutcomeRecorded')] ?? '';
    expect(stateInLine(line)).toEqual(JSON.stringify((JSON.parse(line) as { readonly data: object }).data));
    expect(stateInLine(line.replace('"schema":1,', '"schema":0,'))).toBeUndefined();
  });
});
