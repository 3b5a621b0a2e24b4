import type { Attribution, OutcomeDetails, Substance } from '../domain/outcome/events.js';
import { formatPounds } from '../domain/money.js';
import { unreachable } from '../domain/unreachable.js';
import { capitalised, groupDigits, spaced } from './formatting.js';
import { costHeadline, savingAmounts, savingHeadline } from './saving-words.js';

/** What an outcome was, on one line: `Arrest made: drugs supply`. */
export function outcomeHeadline(outcome: OutcomeDetails): string {
  switch (outcome.kind) {
    case 'arrest':
      return `Arrest ${outcome.role}: ${spaced(outcome.offenceGroup)}`;
    case 'property-recovered':
      return `${capitalised(outcome.itemType)} recovered`;
    case 'drugs-seizure':
      return `Drugs seizure: ${outcome.substances.map(({ substance }) => spaced(substance)).join(', ')}`;
    case 'asset':
      return `${capitalised(outcome.assetType)} ${outcome.stage}: ${spaced(outcome.route)}`;
    case 'counted-item':
      return `Counted: ${spaced(outcome.measure)}`;
    case 'saving':
      return savingHeadline(outcome);
    case 'cost':
      return costHeadline(outcome);
    default:
      return unreachable(outcome);
  }
}

/** The amounts that were recorded, one to a line, none of them worked out. A seizure without a value says so. */
export function recordedAmounts(outcome: OutcomeDetails): readonly string[] {
  switch (outcome.kind) {
    case 'arrest':
      return ['1 arrest'];
    case 'property-recovered':
    case 'asset':
      return [formatPounds(outcome.amountPence)];
    case 'drugs-seizure':
      return outcome.substances.map(substanceAmount);
    case 'counted-item':
      return [groupDigits(outcome.amount)];
    case 'saving':
      return savingAmounts(outcome);
    case 'cost':
      return [formatPounds(outcome.amountPence)];
    default:
      return unreachable(outcome);
  }
}

/** How credit was shared, in words; `nameOf` gives a force its name. */
export function attributionWords(attribution: Attribution, nameOf: (force: string) => string): string {
  switch (attribution.basis) {
    case 'direct':
      return `All to ${nameOf(attribution.force)}`;
    case 'key':
      return `Shared by the key ${attribution.key}, in the version in force on the day`;
    case 'agreed': {
      const weights = Object.entries(attribution.weights).map(
        ([force, weight]) => `${nameOf(force)} ${groupDigits(weight)}`,
      );
      return `Shared by weights agreed for this outcome: ${weights.join(', ')}`;
    }
    default:
      return unreachable(attribution);
  }
}

function substanceAmount({ substance, form, quantity, quantityIn, amountPence, purityPermille }: Substance): string {
  const value = amountPence === undefined ? 'not valued' : formatPounds(amountPence);
  const purity = purityPermille === undefined ? '' : `, ${purityPermille / 10n}.${purityPermille % 10n}% pure`;
  return `${spaced(substance)} (${spaced(form)}), ${groupDigits(quantity)} ${quantityIn}${purity}: ${value}`;
}
