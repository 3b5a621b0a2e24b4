import type { ReconciliationsAnswer } from '../../../projections/reconciliation-answer.js';
import { parseSlug, type CollaborationId } from '../../domain/identifiers.js';
import { refusalReason } from '../../domain/refusal-words.js';
import { reconciliationsFor } from '../../ledger/answer-reconciliations.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { answerJson } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import { formatAmount } from '../../web/formatting.js';
import { namesIn, type Names } from '../../web/names.js';
import { A_POINT, A_SLUG, optional, required, type Options } from '../../web/options.js';
import { tableText, type ExitCode, type Terminal } from '../../web/terminal.js';
import { periodWords, provedWords, publishedWords, whoseWords } from './words.js';

/** `tallystick reconcile`: every published figure against the entries, as text or JSON. 1 when it is refused or any figure is contradicted. */
export async function reconcileCommand(ledger: Ledger, options: Options, terminal: Terminal): Promise<ExitCode> {
  const collaboration = required(options, 'collaboration', parseSlug<CollaborationId>, A_SLUG);
  const asAt = optional(options, 'asAt', parseAsAt, A_POINT);
  const answer = await reconciliationsFor(ledger, collaboration, asAt);
  if (!answer.ok) {
    terminal.say(refusalReason(answer.refusal));
    return 1;
  }
  const agreement = await ledger.agreements.collaboration(collaboration);
  const names = namesIn(agreement, await ledger.agreements.register());
  terminal.out(options['json'] === true ? answerJson(answer.value, 2) : reconciliationsText(answer.value, names));
  return answer.value.figures.some(({ verdict }) => verdict === 'contradicted') ? 1 : 0;
}

/** Reconciliations for a terminal. A figure inside another one is set in, and neither is added to the other. */
export function reconciliationsText({ asAt, labels, figures }: ReconciliationsAnswer, names: Names): string {
  if (figures.length === 0) return 'Nobody published a figure that is on record here.';
  const rows = figures.map((figure) => [
    `${figure.within === null ? '' : '  within: '}${figure.title}`,
    whoseWords(figure, names),
    periodWords(figure),
    `${publishedWords(figure)}${figure.published.disputed ? ' (disputed)' : ''}`,
    provedWords(figure),
    figure.byGrade.map(({ grade, amount }) => `${grade} ${formatAmount(amount, figure.measuredIn)}`).join('; '),
    figure.verdict,
    figure.labels.join(', '),
  ]);
  const head = ['figure', 'of', 'period', 'published', 'proved', 'by grade', 'verdict', 'labels'];
  const labelled = labels.length === 0 ? [] : [`Figures here are ${labels.join(' and ').toUpperCase()}.`];
  return [`As of entry ${asAt.entry}`, ...labelled, '', tableText([head, ...rows], new Set([3, 4]))].join('\n');
}
