import type { AnswerProject } from '../../../projections/programme-answer.js';
import type { ProjectStatus } from '../../domain/programme/programme.js';
import { capitalised, formatDay, spaced } from '../../web/formatting.js';
import { inBrackets } from '../../web/label-words.js';

/** How far a project has come: a word, and what happened when. */
export interface StatusView {
  readonly word: string;
  readonly tagClass: string;
  readonly history: readonly string[];
}

const TAGS: Readonly<Record<ProjectStatus, string>> = {
  proposed: 'govuk-tag--blue',
  approved: 'govuk-tag--turquoise',
  live: 'govuk-tag--green',
  closed: 'govuk-tag--grey',
  rejected: 'govuk-tag--red',
  stopped: 'govuk-tag--red',
};

const HAPPENED: Readonly<Record<ProjectStatus, string>> = {
  proposed: 'Proposed',
  approved: 'Approved',
  live: 'Live since',
  closed: 'Closed',
  rejected: 'Rejected',
  stopped: 'Stopped',
};

/** Puts the status of a project and the way there into words. Approval and effect are told apart. */
export function statusWords({ status, proposedOn, approval, changes, labels }: AnswerProject): StatusView {
  return {
    word: capitalised(status),
    tagClass: TAGS[status],
    history: [
      `Proposed ${formatDay(proposedOn)}${inBrackets(labels)}`,
      ...(approval === null
        ? []
        : [
            `Approved ${formatDay(approval.approvedOn)}, in effect from ${formatDay(approval.effectiveFrom)}${inBrackets(approval.labels)}`,
          ]),
      ...changes.map((each) => {
        const why = each.reason === null ? '' : `: ${spaced(each.reason)}`;
        return `${HAPPENED[each.status]} ${formatDay(each.on)}${why}${inBrackets(each.labels)}`;
      }),
    ],
  };
}
