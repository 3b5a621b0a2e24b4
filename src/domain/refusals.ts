import type { CivilDate } from './civil-date.js';
import { unreachable } from './unreachable.js';

/** Every way in which the ledger says no, with the facts that explain it. Codes are stable: programs rely on them. */
export type Refusal =
  | { readonly code: 'unknown-outcome'; readonly outcome: string }
  | { readonly code: 'unknown-collaboration'; readonly collaboration: string }
  | { readonly code: 'unknown-force'; readonly field: string; readonly force: string }
  | { readonly code: 'unknown-region'; readonly field: string; readonly region: string }
  | {
      readonly code: 'unknown-unit';
      readonly unit: string;
      readonly collaboration: string;
      readonly known: readonly string[];
    }
  | { readonly code: 'unknown-measure'; readonly field: string; readonly measure: string; readonly because: string }
  | { readonly code: 'unknown-key'; readonly field: string; readonly key: string; readonly known: readonly string[] }
  | { readonly code: 'unknown-substance'; readonly field: string; readonly substance: string; readonly because: string }
  | {
      readonly code: 'not-a-member';
      readonly field: string;
      readonly force: string;
      readonly collaboration: string;
      readonly on: CivilDate;
    }
  | {
      readonly code: 'unit-not-open';
      readonly unit: string;
      readonly from: CivilDate;
      readonly to: CivilDate | undefined;
      readonly on: CivilDate;
    }
  | {
      readonly code: 'key-not-in-force';
      readonly field: string;
      readonly key: string;
      readonly from: CivilDate;
      readonly on: CivilDate;
    }
  | { readonly code: 'date-in-future'; readonly field: string; readonly date: CivilDate; readonly today: CivilDate }
  | { readonly code: 'no-weights'; readonly field: string }
  | {
      readonly code: 'amount-out-of-range';
      readonly field: string;
      readonly amount: bigint;
      readonly least: bigint;
      readonly most: bigint;
    }
  | { readonly code: 'non-additive'; readonly field: string; readonly because: string; readonly instead: string }
  | { readonly code: 'withdrawn'; readonly outcome: string }
  | { readonly code: 'unchanged' }
  | { readonly code: 'contradicts-record'; readonly field: string; readonly recorded: string }
  | { readonly code: 'idempotency-conflict'; readonly fields: readonly string[] }
  | { readonly code: 'revision-conflict'; readonly current: number }
  | { readonly code: 'revision-required' };

export type RefusalCode = Refusal['code'];

/** Names the field that a refusal is about, as the sender wrote it. */
export function refusedField(refusal: Refusal): string {
  switch (refusal.code) {
    case 'unknown-outcome':
    case 'withdrawn':
      return 'outcome';
    case 'unknown-collaboration':
      return 'collaboration';
    case 'unknown-unit':
    case 'unit-not-open':
      return 'unit';
    case 'unchanged':
      return 'changes';
    case 'idempotency-conflict':
      return 'Idempotency-Key';
    case 'revision-conflict':
    case 'revision-required':
      return 'If-Match';
    default:
      return refusal.field;
  }
}

/** Says in words why a command was refused and, where there is one, the way out. No full stop: it may stand inside a sentence. */
export function refusalReason(refusal: Refusal): string {
  switch (refusal.code) {
    case 'unknown-outcome':
      return `there is no outcome ${refusal.outcome}`;
    case 'unknown-collaboration':
      return `there is no collaboration "${refusal.collaboration}"`;
    case 'unknown-force':
      return `there is no force "${refusal.force}"`;
    case 'unknown-region':
      return `there is no region "${refusal.region}"`;
    case 'unknown-unit':
      return `"${refusal.unit}" is no unit of ${refusal.collaboration}; its units are ${listed(refusal.known)}`;
    case 'unknown-measure':
      return `"${refusal.measure}" ${refusal.because}`;
    case 'unknown-key':
      return `there is no key "${refusal.key}"; the agreement's keys are ${listed(refusal.known)}`;
    case 'unknown-substance':
      return `"${refusal.substance}" ${refusal.because}`;
    case 'not-a-member':
      return `${refusal.force} was no member of ${refusal.collaboration} on ${refusal.on}`;
    case 'unit-not-open':
      return `${refusal.unit} was open from ${refusal.from}${refusal.to === undefined ? '' : ` until ${refusal.to}`}, not on ${refusal.on}`;
    case 'key-not-in-force':
      return `the first version of ${refusal.key} is in force from ${refusal.from}, after ${refusal.on}`;
    case 'date-in-future':
      return `${refusal.date} lies in the future; today is ${refusal.today}`;
    case 'no-weights':
      return 'at least one weight has to be above zero';
    case 'amount-out-of-range':
      return `${refusal.amount} is outside ${refusal.least} to ${refusal.most}`;
    case 'non-additive':
      return `${refusal.because}; ${refusal.instead}`;
    case 'withdrawn':
      return `outcome ${refusal.outcome} was withdrawn, which is final; record it anew if it did happen`;
    case 'unchanged':
      return 'the outcome already stands like that; nothing was recorded';
    case 'contradicts-record':
      return `the ledger already says otherwise: ${refusal.recorded}`;
    case 'idempotency-conflict':
      return `this key was used for other content; what differs: ${listed(refusal.fields)}`;
    case 'revision-conflict':
      return `the outcome is now at revision ${refusal.current}; read it again before changing it`;
    case 'revision-required':
      return 'say which revision you read, such as If-Match: "0"';
    default:
      return unreachable(refusal);
  }
}

function listed(words: readonly string[]): string {
  return words.length === 0 ? 'none' : words.join(', ');
}
