import { civilDate } from '../civil-date.js';
import { slug, type CollaborationId, type ForceId, type RecipientId } from '../identifiers.js';
import { ASSET_ROUTES } from '../outcome/asset-stages.js';
import { restsOnShape } from '../outcome/events.js';
import { amount, flag, list, mapOf, object, oneOf, text, wholeNumber, type Described } from '../shape.js';

const route = oneOf(...ASSET_ROUTES);
const told = {
  /**
   * How what is collected by one route is given back from a day on, by integer weights of those who receive it. A recipient is a body such as
   * `home-office` or `police`, never a person. `sharesInterest` says whether interest is shared with the principal.
   */
  IncentiveSchemeSet: [
    {
      assumed: flag(),
      collaboration: slug<CollaborationId>(),
      from: civilDate(),
      route,
      sharesInterest: flag(),
      source: text(/^[^\p{Cc}\p{Cs}]+$/u, 'where the distribution is written, on one line', 300),
      version: wholeNumber(1),
      weights: mapOf(slug<RecipientId>(), amount(0n)),
    },
  ],
  /**
   * Money that a recipient was given of what was collected in a period. An amount below zero was paid back; `reverses` is the number of a receipt
   * that was told in error, which this one takes back.
   */
  IncentiveReceiptRecorded: [
    {
      amountPence: amount(),
      collaboration: slug<CollaborationId>(),
      from: civilDate(),
      receivedOn: civilDate(),
      recipient: slug<RecipientId>(),
      route,
      to: civilDate(),
    },
    { force: slug<ForceId>(), illustrative: flag(), reverses: wholeNumber(1) },
  ],
} as const;

/** Facts as they are told, without what a decision works out. */
export const incentiveFacts = {
  IncentiveSchemeSet: object(...told.IncentiveSchemeSet),
  IncentiveReceiptRecorded: object(...told.IncentiveReceiptRecorded),
};

export const incentiveEvents = {
  IncentiveSchemeSet: object({ ...told.IncentiveSchemeSet[0], restsOn: restsOnShape }),
  /** `receiptNumber` counts the receipts of the collaboration; `underVersions` are the versions that were in force in the period. */
  IncentiveReceiptRecorded: object(
    {
      ...told.IncentiveReceiptRecorded[0],
      receiptNumber: wholeNumber(1),
      restsOn: restsOnShape,
      underVersions: list(wholeNumber(1)),
    },
    told.IncentiveReceiptRecorded[1],
  ),
};

export type IncentiveEventType = keyof typeof incentiveFacts;
type EventOf<T extends IncentiveEventType> = { readonly type: T } & Described<(typeof incentiveEvents)[T]>;
export type IncentiveSchemeSet = EventOf<'IncentiveSchemeSet'>;
export type IncentiveReceiptRecorded = EventOf<'IncentiveReceiptRecorded'>;
export type IncentiveEvent = IncentiveSchemeSet | IncentiveReceiptRecorded;

/** What a command asks to have recorded: the event's own fields as they were told. `type` is that of the event. */
export type IncentiveTold<T extends IncentiveEventType> = { readonly type: T } & Described<(typeof incentiveFacts)[T]>;
export type IncentiveFact = { [T in IncentiveEventType]: IncentiveTold<T> }[IncentiveEventType];
export type AssetRoute = IncentiveSchemeSet['route'];

/** What the command behind an event told: the event without what the decision worked out. */
export function incentiveFactIn(recorded: IncentiveEvent): IncentiveFact {
  if (recorded.type === 'IncentiveSchemeSet') {
    const { restsOn: _, ...fact } = recorded;
    return fact;
  }
  const { restsOn: _, receiptNumber: _number, underVersions: _versions, ...fact } = recorded;
  return fact;
}
