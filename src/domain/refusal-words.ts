import type { Refusal } from './refusals.js';
import { unreachable } from './unreachable.js';

/** Names the field that a refusal is about, as the sender wrote it. */
export function refusedField(refusal: Refusal): string {
  switch (refusal.code) {
    case 'unknown-outcome':
    case 'withdrawn':
      return refusal.field ?? 'outcome';
    case 'already-linked':
    case 'not-linked':
    case 'has-duplicates':
      return 'outcome';
    case 'own-duplicate':
    case 'primary-is-linked':
      return 'primary';
    case 'item-key-differs':
      return 'item';
    case 'unknown-collaboration':
      return 'collaboration';
    case 'unknown-unit':
    case 'unit-not-open':
    case 'already-claimed':
      return 'unit';
    case 'unknown-project':
      return 'project';
    case 'status-out-of-order':
      return 'status';
    case 'no-participants':
      return 'participants';
    case 'unknown-stage':
      return 'number';
    case 'unchanged':
      return 'changes';
    case 'same-person':
      return 'X-Acting-Person';
    case 'finding-out-of-order':
    case 'rests-on-row-above':
      return 'finding';
    case 'no-evidence':
      return 'evidence';
    case 'no-baseline':
    case 'baseline-after-start':
      return 'baseline';
    case 'one-off-claimed-as-recurring':
      return 'recurrence';
    case 'earlier-action-claimed-as-new':
    case 'carried-on-already':
    case 'carried-on-above':
      return 'carriedFrom';
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
    case 'unknown-figure':
      return `there is no published figure ${refusal.figure}${refusal.field === 'within' ? '; record the one that contains it first' : ''}`;
    case 'unknown-unit':
      return `"${refusal.unit}" is no unit of ${refusal.collaboration}; its units are ${listed(refusal.known)}`;
    case 'unknown-measure':
      return `"${refusal.measure}" ${refusal.because}`;
    case 'unknown-key':
      return `there is no key "${refusal.key}"; the agreement's keys are ${listed(refusal.known)}`;
    case 'unknown-substance':
      return `"${refusal.substance}" ${refusal.because}`;
    case 'not-a-member':
      if (refusal.to !== undefined)
        return `${refusal.force} was no member of ${refusal.collaboration} on any day from ${refusal.on} until ${refusal.to}`;
      return refusal.function === undefined
        ? `${refusal.force} was no member of ${refusal.collaboration} on ${refusal.on}`
        : `${refusal.force} took no part in ${refusal.function} of ${refusal.collaboration} on ${refusal.on}`;
    case 'unknown-function':
      return `no force has joined a function "${refusal.function}"; functions are ${listed(refusal.known)}`;
    case 'back-dated':
      return `changes of one thing are told in the order of their days: ${refusal.told}, which is not before ${refusal.date}`;
    case 'unit-not-open':
      return `${refusal.unit} was open from ${refusal.from}${refusal.to === undefined ? '' : ` until ${refusal.to}`}, not on ${refusal.on}`;
    case 'key-not-in-force':
      return `the first version of ${refusal.key} is in force from ${refusal.from}, after ${refusal.on}`;
    case 'date-in-future':
      return `${refusal.date} lies in the future; today is ${refusal.today}${refusal.isOnRecord === true ? '; it is recorded so already and not told by this command, so correct that first' : ''}`;
    case 'ends-before-it-starts':
      return `${refusal.to} does not lie after ${refusal.from}; the end is the first day that does not count`;
    case 'no-weights':
      return refusal.unit === undefined
        ? 'at least one weight has to be above zero'
        : `${refusal.unit} claims it too and has to have a weight, if only 0`;
    case 'amount-out-of-range':
      return `${refusal.stage === undefined ? '' : `${refusal.stage}: `}${refusal.amount} is outside ${refusal.least} to ${refusal.most}`;
    case 'non-additive':
      return `${refusal.because}; ${refusal.instead}`;
    case 'unknown-project':
      return `"${refusal.project}" is no project of ${refusal.collaboration}; its projects are ${listed(refusal.known)}`;
    case 'status-out-of-order':
      return `${refusal.project} is ${refusal.status} and cannot be ${refusal.asked}; what may follow: ${listed(refusal.allowed)}`;
    case 'dates-out-of-order':
      return `${refusal.date} is too early: ${refusal.what} on ${refusal.earliest}`;
    case 'not-whole-months':
      return `${refusal.date} is not the first day of a month; actual figures are kept by month`;
    case 'unknown-tier':
      return `there is no tier ${refusal.tier} on that day; the tiers are ${listed(refusal.known.map(String))}`;
    case 'nothing-to-override':
      return `the scores come to tier ${refusal.tier} anyway`;
    case 'no-participants':
      return `${refusal.project} needs at least one force that takes part`;
    case 'not-a-participant':
      return `${refusal.force} takes no part in ${refusal.project}; those that do are ${listed(refusal.participants)}`;
    case 'no-figures':
      return 'a business case has at least one figure; leave out what is not known, and send 0 for what is nothing';
    case 'benefit-counted-already':
      return `${refusal.project} counts ${refusal.measure} of that time already, in its profile ${refusal.profile}; one benefit has one project`;
    case 'stage-out-of-order':
      return `${refusal.because}; what may stand there is ${listed(refusal.allowed)}`;
    case 'not-foreign':
      return `${refusal.currency} is no foreign money; leave out what it was exchanged from`;
    case 'empty-evidence':
      return `${refusal.label} has the SHA-256 of an empty file, which proves nothing; name a file that holds something`;
    case 'unknown-stage':
      return `there is no stage ${refusal.number}; the asset has ${refusal.stages} after its first`;
    case 'exchange-mismatch':
      return `${refusal.amountPence} pence do not follow from the rate ${refusal.rate}, which gives ${refusal.expected}`;
    case 'no-deflator':
      return `there is no deflator for ${refusal.year}; there are deflators for ${listed(refusal.known)}: load them with their source (tallystick load-deflators, POST /api/v1/deflators)`;
    case 'year-before-base':
      return `there are amounts of ${refusal.year}, before ${refusal.baseYear}: ask from a later day, or by an earlier year`;
    case 'scheme-not-in-force':
      return refusal.first === undefined
        ? `no scheme of distribution is recorded for ${refusal.route}; record one first`
        : `the first scheme of distribution for ${refusal.route} is in force from ${refusal.first}, which is not before ${refusal.to}`;
    case 'unknown-recipient':
      return `the schemes in force between ${refusal.from} and ${refusal.to} give nothing to "${refusal.recipient}"; they give to ${listed(refusal.known)}`;
    case 'unknown-receipt':
      return `there is no receipt ${refusal.number}; the collaboration has ${refusal.receipts}`;
    case 'already-reversed':
      return `receipt ${refusal.number} was taken back by receipt ${refusal.by}`;
    case 'withdrawn':
      return `outcome ${refusal.outcome} was withdrawn, which is final; record it anew if it did happen`;
    case 'same-person':
      return `${refusal.person} ${refusal.did} this outcome (revision ${refusal.revision} of its history), and two people have to stand behind it`;
    case 'no-evidence':
      return `no evidence stands behind it, so it cannot be ${refusal.finding}; correct it to name some`;
    case 'no-baseline':
      return `the saving has no baseline, so it cannot be ${refusal.finding}; correct it to say what it is less than`;
    case 'baseline-after-start':
      return `the baseline is of ${refusal.on}, after the saving began on ${refusal.began}, so it cannot be ${refusal.finding}; correct it to say what was spent before`;
    case 'one-off-claimed-as-recurring':
      return `the saving is claimed as recurring and lasts to ${refusal.lastsTo}, not for two full financial years to ${refusal.fullTo}, so it cannot be ${refusal.finding}; correct it to be a one-off, which may run over days, or to say until when it is expected to last`;
    case 'earlier-action-claimed-as-new':
      return `outcome ${refusal.outcome} claims the same action as new for ${refusal.year}, so this one cannot be ${refusal.finding} as new; correct the later of them to be carried over from the earlier or, where they are two actions, to name a budget line or an operation of its own`;
    case 'carried-on-already':
      return `outcome ${refusal.outcome} carries on ${refusal.predecessor} in the same financial year, so this one cannot be ${refusal.finding}; withdraw or reject one of them or, where it is another action, let it name the saving that it carries on`;
    case 'carried-on-above':
      return `it saves more a year than ${refusal.predecessor}, which it carries on, so it cannot be ${refusal.finding}; correct it to what is carried on, and record what is more as a saving of its own`;
    case 'unknown-predecessor':
      return `no saving ${refusal.outcome} counts in ${refusal.collaboration}; name the saving of an earlier year that this one carries on`;
    case 'rests-on-row-above':
      return `a row above decides whether this saving can be ${refusal.finding}, and has no entry yet by which that could be proved; put this row in a file of its own, after that one, or have each row recorded for itself`;
    case 'finding-out-of-order':
      return `the outcome is ${refusal.stands}, so it cannot be ${refusal.finding}; ${
        refusal.allowed.length === 0 ? 'correct it first' : `it can be ${refusal.allowed.join(' or ')}`
      }`;
    case 'already-claimed':
      return `${refusal.unit} has claimed this item already, in outcome ${refusal.outcome}; correct that claim instead`;
    case 'other-collaboration':
      return `outcome ${refusal.outcome} belongs to ${refusal.collaboration}, and one item is credited in one collaboration`;
    case 'not-claimed':
      return `${refusal.unit} has no claim on this outcome; those that have are ${listed(refusal.units)}`;
    case 'claims-stand':
      return `${listed(refusal.units)} claim this outcome; say which of them takes its claim back`;
    case 'own-duplicate':
      return `outcome ${refusal.outcome} cannot be a duplicate of itself`;
    case 'already-linked':
      return `outcome ${refusal.outcome} is linked as a duplicate of ${refusal.primary}; unlink it first`;
    case 'primary-is-linked':
      return `outcome ${refusal.outcome} is itself a duplicate of ${refusal.primary}; link to that one`;
    case 'not-linked':
      return `outcome ${refusal.outcome} is linked to no other`;
    case 'has-duplicates':
      return `these are linked to outcome ${refusal.outcome} as its duplicates: ${listed(refusal.duplicates)}; unlink them first`;
    case 'item-key-differs':
      return refusal.because;
    case 'unchanged':
      return 'it already stands like that; nothing was recorded';
    case 'contradicts-record':
      return `the ledger already says otherwise: ${refusal.recorded}${refusal.instead === undefined ? '' : `; ${refusal.instead}`}`;
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
