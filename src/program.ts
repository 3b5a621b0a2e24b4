import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { parseSlug, type PersonId, slugWords } from './domain/identifiers.js';
import { SERVED, type Served } from './served.js';

// Before any command is added: they take it over, and a wrong option then ends in 2 as everything does that cannot be done.
export const program = new Command('tallystick')
  .exitOverride()
  .version(version())
  .description('An event-sourced benefits-realisation ledger: every total can be proved from its entries.')
  .addHelpText('after', '\nSettings come from the environment; "tallystick doctor" lists them.')
  .addHelpText('after', 'Exit codes: 0 done, 1 the answer is "no", 2 it could not be done.');

/** A command with its description and at least one example in its help. */
export function command(name: string, description: string, ...examples: readonly string[]): Command {
  return commandOf(program, name, description, ...examples);
}

/** The same below another command. */
export function commandOf(parent: Command, name: string, description: string, ...examples: readonly string[]): Command {
  const shown = examples.map((line) => `  $ tallystick ${line}`).join('\n');
  return parent.command(name).description(description).addHelpText('after', `\nExample:\n${shown}`);
}

function person(given: string): PersonId {
  const id = parseSlug<PersonId>(given);
  if (id === undefined) throw new InvalidArgumentError(`It takes ${slugWords('j-smith')}.`);
  return id;
}

/** A whole number from 1 on, as an option's value. */
export function wholeNumber(given: string): number {
  if (/^[1-9]\d{0,3}$/.test(given)) return parseInt(given, 10);
  throw new InvalidArgumentError('It takes a whole number from 1 on.');
}

/** Parts of the service, as an option's value: `relay` or `web,projector`. */
export function servedParts(given: string): readonly Served[] {
  const asked = given.split(',');
  const known = SERVED.filter((part) => asked.includes(part));
  if (known.length === asked.length) return known;
  throw new InvalidArgumentError(`It takes some of ${SERVED.join(', ')}, joined by commas.`);
}

/** As the package says it; this file runs from `dist/src`. */
function version(): string {
  const found = /"version": "([^"]+)"/.exec(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return found?.[1] ?? 'unknown';
}

/** Who records. */
export const as = (): Option =>
  new Option('--as <person>', 'who records, in every entry').default('evaluator').argParser(person);
export const AS_AT = ['--as-at <when>', 'an entry number, a moment in UTC, or a date'] as const;
export const JSON_OPTION = [
  '--json',
  'the answer of the JSON interface, which "tallystick verify --against" takes',
] as const;
