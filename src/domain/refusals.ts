import type { CivilDate } from './civil-date.js';

/** Every way in which the ledger says no, with the facts that explain it. Codes are stable: programs rely on them. */
export type Refusal =
  | { readonly code: 'unknown-outcome'; readonly outcome: string; readonly field?: 'primary' }
  | { readonly code: 'unknown-collaboration'; readonly collaboration: string }
  | { readonly code: 'unknown-force'; readonly field: string; readonly force: string }
  | { readonly code: 'unknown-region'; readonly field: string; readonly region: string }
  | { readonly code: 'unknown-figure'; readonly field: string; readonly figure: string }
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
      /** The one function that was asked about; the whole collaboration where there is none. */
      readonly function?: string;
      readonly on: CivilDate;
      /** The first day after the period on no day of which it was a member, where that begins on `on`. */
      readonly to?: CivilDate;
    }
  | {
      readonly code: 'unknown-function';
      readonly field: string;
      readonly function: string;
      readonly known: readonly string[];
    }
  | { readonly code: 'back-dated'; readonly field: string; readonly date: CivilDate; readonly told: string }
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
  | {
      readonly code: 'date-in-future';
      readonly field: string;
      readonly date: CivilDate;
      readonly today: CivilDate;
      /** It is not what the command tells, but what stood before it. */
      readonly isOnRecord?: true;
    }
  | {
      readonly code: 'ends-before-it-starts';
      readonly field: string;
      readonly from: CivilDate;
      readonly to: CivilDate;
    }
  | { readonly code: 'no-weights'; readonly field: string; readonly unit?: string }
  | {
      readonly code: 'amount-out-of-range';
      readonly field: string;
      /** The stage of an asset that the amount is of, with its day, where it is one's. */
      readonly stage?: string;
      readonly amount: bigint;
      readonly least: bigint;
      readonly most: bigint;
    }
  | { readonly code: 'non-additive'; readonly field: string; readonly because: string; readonly instead: string }
  | {
      readonly code: 'unknown-project';
      readonly project: string;
      readonly collaboration: string;
      readonly known: readonly string[];
    }
  | {
      readonly code: 'status-out-of-order';
      readonly project: string;
      readonly status: string;
      readonly asked: string;
      readonly allowed: readonly string[];
    }
  | {
      readonly code: 'dates-out-of-order';
      readonly field: string;
      readonly date: CivilDate;
      readonly earliest: CivilDate;
      readonly what: string;
    }
  | { readonly code: 'not-whole-months'; readonly field: string; readonly date: CivilDate }
  | { readonly code: 'unknown-tier'; readonly field: string; readonly tier: number; readonly known: readonly number[] }
  | { readonly code: 'nothing-to-override'; readonly field: string; readonly tier: number }
  | { readonly code: 'no-participants'; readonly project: string }
  | {
      readonly code: 'not-a-participant';
      readonly field: string;
      readonly force: string;
      readonly project: string;
      readonly participants: readonly string[];
    }
  | { readonly code: 'no-figures'; readonly field: string }
  | {
      readonly code: 'benefit-counted-already';
      readonly field: string;
      readonly measure: string;
      readonly project: string;
      readonly profile: string;
    }
  | {
      readonly code: 'stage-out-of-order';
      readonly field: string;
      readonly because: string;
      readonly allowed: readonly string[];
    }
  | { readonly code: 'not-foreign'; readonly field: string; readonly currency: string }
  | { readonly code: 'empty-evidence'; readonly field: string; readonly label: string }
  | { readonly code: 'unknown-stage'; readonly number: number; readonly stages: number }
  | {
      readonly code: 'exchange-mismatch';
      readonly field: string;
      readonly amountPence: bigint;
      readonly expected: bigint;
      readonly rate: string;
    }
  | {
      readonly code: 'no-deflator';
      readonly field: string;
      readonly year: string;
      readonly known: readonly string[];
    }
  | { readonly code: 'year-before-base'; readonly field: string; readonly year: string; readonly baseYear: string }
  | {
      readonly code: 'scheme-not-in-force';
      readonly field: string;
      readonly route: string;
      readonly to: CivilDate;
      /** The day from which the route's first version is in force, where there is one. */
      readonly first?: CivilDate;
    }
  | {
      readonly code: 'unknown-recipient';
      readonly field: string;
      readonly recipient: string;
      readonly from: CivilDate;
      readonly to: CivilDate;
      readonly known: readonly string[];
    }
  | { readonly code: 'unknown-receipt'; readonly field: string; readonly number: number; readonly receipts: number }
  | { readonly code: 'already-reversed'; readonly field: string; readonly number: number; readonly by: number }
  | { readonly code: 'withdrawn'; readonly outcome: string; readonly field?: 'primary' }
  | {
      readonly code: 'same-person';
      readonly person: string;
      readonly did: 'recorded' | 'corrected' | 'validated';
      /** Of the entry in the outcome's history by which they did. */
      readonly revision: number;
    }
  | { readonly code: 'no-evidence'; readonly finding: string }
  | { readonly code: 'no-baseline'; readonly finding: string }
  | {
      readonly code: 'baseline-after-start';
      readonly finding: string;
      /** The day of the baseline, and the first of the saving. */
      readonly on: CivilDate;
      readonly began: CivilDate;
    }
  | {
      readonly code: 'one-off-claimed-as-recurring';
      readonly finding: string;
      /** The first day on which it is over, or is expected to be. */
      readonly lastsTo: CivilDate;
      /** The first day after two full financial years. */
      readonly fullTo: CivilDate;
    }
  | {
      readonly code: 'earlier-action-claimed-as-new';
      readonly finding: string;
      /** The one that claims the same action as new, and the financial year in which that began. */
      readonly outcome: string;
      readonly year: string;
    }
  | {
      readonly code: 'carried-on-already';
      readonly finding: string;
      /** The one that carries the same saving on in the same financial year, and the saving. */
      readonly outcome: string;
      readonly predecessor: string;
    }
  | { readonly code: 'carried-on-above'; readonly finding: string; readonly predecessor: string }
  | {
      readonly code: 'unknown-predecessor';
      readonly field: string;
      readonly outcome: string;
      readonly collaboration: string;
    }
  | { readonly code: 'rests-on-row-above'; readonly finding: string }
  | {
      readonly code: 'finding-out-of-order';
      readonly finding: string;
      readonly stands: string;
      readonly allowed: readonly string[];
    }
  | { readonly code: 'already-claimed'; readonly outcome: string; readonly unit: string }
  | {
      readonly code: 'other-collaboration';
      readonly field: string;
      readonly collaboration: string;
      readonly outcome: string;
    }
  | {
      readonly code: 'not-claimed';
      readonly field: string;
      readonly unit: string;
      readonly units: readonly string[];
    }
  | { readonly code: 'claims-stand'; readonly field: string; readonly units: readonly string[] }
  | { readonly code: 'own-duplicate'; readonly outcome: string }
  | { readonly code: 'already-linked'; readonly outcome: string; readonly primary: string }
  | { readonly code: 'primary-is-linked'; readonly outcome: string; readonly primary: string }
  | { readonly code: 'not-linked'; readonly outcome: string }
  | { readonly code: 'has-duplicates'; readonly outcome: string; readonly duplicates: readonly string[] }
  | { readonly code: 'item-key-differs'; readonly because: string }
  | { readonly code: 'unchanged' }
  | {
      readonly code: 'contradicts-record';
      readonly field: string;
      readonly recorded: string;
      /** What may be done instead, where that is not plain. */
      readonly instead?: string;
    }
  | { readonly code: 'idempotency-conflict'; readonly fields: readonly string[] }
  | { readonly code: 'revision-conflict'; readonly current: number }
  | { readonly code: 'revision-required' };

export type RefusalCode = Refusal['code'];
