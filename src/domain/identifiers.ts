import { oneOf, text, type Shape } from './shape.js';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type ForceId = Branded<'ForceId'>;
export type RegionId = Branded<'RegionId'>;
export type UnitId = Branded<'UnitId'>;
export type CollaborationId = Branded<'CollaborationId'>;
/** A function that a collaboration shares, such as forensics: its forces may take part in some and not in others. */
export type FunctionId = Branded<'FunctionId'>;
export type KeyId = Branded<'KeyId'>;
export type MeasureId = Branded<'MeasureId'>;
export type PersonId = Branded<'PersonId'>;
export type OutcomeId = Branded<'OutcomeId'>;
export type FigureId = Branded<'FigureId'>;
export type ProjectId = Branded<'ProjectId'>;
export type ProfileId = Branded<'ProfileId'>;
/** Who is given a part of what was collected: a body such as `police`, never a person. */
export type RecipientId = Branded<'RecipientId'>;
export type CommandId = Branded<'CommandId'>;
export type Slug = Branded<'Slug'>;

/** Never digits only: such a word would change places among the keys of a JavaScript object, and so break canonical order. */
const SLUG = /^(?!\d+$)[a-z0-9]+(?:-[a-z0-9]+)*$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SLUG_LENGTH = 64;

/**
 * Reads a slug: lower-case words and digits joined by single hyphens, at most 64 characters, the form in which police forces
 * publish their own identifiers (`avon-and-somerset`). Gives `undefined` for anything else.
 */
export function parseSlug<T extends string = Slug>(given: string): T | undefined {
  return given.length <= SLUG_LENGTH && SLUG.test(given) ? (given as T) : undefined;
}

/** Reads a UUID in lower-case canonical form; gives `undefined` for anything else. */
export function parseUuid<T extends string>(given: string): T | undefined {
  return UUID.test(given) ? (given as T) : undefined;
}

/** What a slug looks like, for people who type one; `example` is one of the kind that is asked for. */
export function slugWords(example = 'west-yorkshire'): string {
  return `lower-case words joined by hyphens, such as ${example}`;
}

/** The shape of a slug in an entry, with an example of its kind for whoever gets it wrong. */
export const slug = <T extends string = Slug>(example?: string): Shape<T> =>
  text<T>(SLUG, slugWords(example), SLUG_LENGTH);

/** The shape of a UUID in an entry. */
export const uuid = <T extends string>(): Shape<T> => text<T>(UUID, 'a UUID', 36, 'uuid');

/** Holds the shares of those who are no members, so that the parts of an outcome always make the whole. */
export const OUTSIDE = 'outside' as ForceId;

/** How far a posting is assured. */
export const GRADES = ['claimed', 'validated', 'audited'] as const;
export type Grade = (typeof GRADES)[number];
export const grade = (): Shape<Grade> => oneOf(...GRADES);

/** Orders by code unit, the same on every machine and in every locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
