import type { FastifyReply } from 'fastify';
import type { Collaboration } from '../domain/collaboration/collaboration.js';
import { Unreadable } from '../domain/unreadable.js';
import { oneOf, readDays, type DaysAsked, type Query, type TypedDays } from './days-asked.js';
import { capitalised } from './formatting.js';
import { addressOf } from './page-address.js';
import { PAGE_HEADERS } from './pages.js';
import { malformed, Refused } from './problems.js';

/** What is wrong with one field of a form, in a sentence. */
export interface Mistake {
  readonly field: string;
  readonly reason: string;
}

/** What was typed: the fields of a form, of which the collaboration is one, and the two days. */
export type Typed<Field extends string = never> = Readonly<Record<Field | 'collaboration', string>> & TypedDays;

/** A form as it was filled in, and what was wrong with it. */
export interface FilledIn<T extends Typed = Typed> {
  readonly typed: T;
  readonly mistakes: readonly Mistake[];
}

/** A form as its page shows it, with what was typed and what was wrong with it. */
export interface FormView<T extends Typed> {
  readonly typed: T;
  readonly collaborations: ReturnType<typeof offered>;
  /** Each with the place on the page that it is about. */
  readonly mistakes: readonly { readonly text: string; readonly href: string }[];
  /** The first mistake of each field, as the form's parts take it; `false` where there is none. */
  readonly errors: Readonly<Record<keyof T, { readonly text: string } | false>>;
}

/** Puts a form into words, with the collaborations that it offers. */
export function viewForm<T extends Typed>(
  { typed, mistakes }: FilledIn<T>,
  collaborations: readonly Collaboration[],
): FormView<T> {
  const errorIn = (field: string) => {
    const mistake = mistakes.find((each) => each.field === field);
    return mistake === undefined ? false : { text: mistake.reason };
  };
  const placeOf = (field: string) => (field === 'first' || field === 'last' ? `#${field}-day` : `#${field}`);
  return {
    typed,
    collaborations: offered(collaborations, typed.collaboration),
    mistakes: mistakes.map(({ field, reason }) => ({ text: reason, href: placeOf(field) })),
    errors: Object.fromEntries(Object.keys(typed).map((field) => [field, errorIn(field)])) as FormView<T>['errors'],
  };
}

function offered(collaborations: readonly Collaboration[], chosen: string) {
  return collaborations.map(({ id, name }) => ({ value: id, text: name, selected: id === chosen }));
}

/** A page with a form in which it is asked for. */
export interface AskedPage<Field extends string, Asked> {
  readonly path: string;
  /** The fields of the form beside the two days, each with the label that it has there. */
  readonly labels: Readonly<Record<Field | 'collaboration', string>>;
  /** Reads the query, which has its days half-open; throws what of it cannot be read. */
  readonly read: (query: Query) => Asked | Promise<Asked>;
  /** The page itself; throws what was asked in vain. `typed` has what the form has in it. */
  readonly show: (asked: Asked, typed: Typed<Field>) => Promise<string>;
  /** The form again, for its mistakes. */
  readonly showAgain: (form: FilledIn<Typed<Field>>) => Promise<string>;
}

/**
 * Shows a page that was asked for in a form. What came in parts goes on to the address that can be kept. What cannot be read, or is refused for what is in one
 * of the fields, comes back in the form as it was typed, with the mistakes, and with the status that a program would get.
 */
export async function showAsked<Field extends string, Asked>(
  reply: FastifyReply,
  given: Query,
  page: AskedPage<Field, Asked>,
): Promise<string> {
  reply.headers(PAGE_HEADERS);
  const days = readDays(given);
  const query = inAddress(given, days);
  const typed: Typed<Field> = { ...typedIn(given, page.labels), ...days.typed };
  const asked = await tried(page, () => page.read(query));
  if (!asked.ok || days.mistakes.length > 0) {
    reply.code(asked.ok ? 400 : asked.status);
    return page.showAgain({ typed, mistakes: [...days.mistakes, ...(asked.ok ? [] : asked.mistakes)] });
  }
  if (days.isInParts) {
    reply.code(303).header('location', addressOf(page.path, onceIn(query)));
    return '';
  }
  const shown = await tried(page, () => page.show(asked.value, typed));
  if (shown.ok) return shown.value;
  reply.code(shown.status);
  return page.showAgain({ typed, mistakes: shown.mistakes });
}

/** What was asked as an address has it: nothing that was left blank, and the days half-open. */
function inAddress({ collaboration, ...given }: Query, { from, to }: DaysAsked): Query {
  const others = Object.entries(given).filter(
    ([name]) => !/^(?:from|to|(?:first|last)-(?:day|month|year))$/.test(name),
  );
  const told = Object.entries({ collaboration, from, to, ...Object.fromEntries(others) });
  const trimmed = told.map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== undefined && value !== ''));
}

/** What of a query was given once; whatever else it has, the page does not read. */
function onceIn(query: Query): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

function typedIn<Field extends string>(
  given: Query,
  labels: Readonly<Record<Field, string>>,
): Readonly<Record<Field, string>> {
  const fields = Object.keys(labels).map((field) => [field, oneOf(given, field).trim()]);
  return Object.fromEntries(fields) as Record<Field, string>;
}

type Tried<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly mistakes: readonly Mistake[] };

/** What comes of it, or the mistakes that are in fields of the form; throws whatever is in none of them. */
async function tried<T>({ labels }: Labelled, work: () => T | Promise<T>): Promise<Tried<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const refused = error instanceof Unreadable ? malformed({ field: error.field, reason: error.reason }) : error;
    if (!(refused instanceof Refused)) throw error;
    const { status, code, errors } = refused.problem;
    if (errors.length === 0 || !errors.every(({ field }) => Object.hasOwn(labels, field))) throw error;
    const mistakes = errors.map(({ field, reason }) => ({
      field,
      reason: code === 'malformed-request' ? `${labels[field]} ${inForm(reason)}` : capitalised(reason),
    }));
    return { ok: false, status, mistakes };
  }
}

/** Other places say what a value has to be; forms, like those of GOV.UK, what it must be. */
function inForm(reason: string): string {
  return reason.replace(/^(?:has|have) to /, 'must ');
}

interface Labelled {
  readonly labels: Readonly<Record<string, string>>;
}
