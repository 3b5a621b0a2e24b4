import type { Checkpoint } from './read-model.js';

interface Kept<Answer> {
  readonly checkpoint: Checkpoint;
  readonly answer: Answer;
}

const MOST_KEPT = 200;

/**
 * Answers from the figures at rest, kept for as long as the figures stand still: they change only together with their checkpoint, so
 * that one glance at it tells whether an answer still holds. The longest kept goes first when there are too many.
 */
export class AnswersAtRest<Answer> {
  private readonly kept = new Map<string, Kept<Answer>>();

  /** The answer to a question as of this very checkpoint, if it was given before. */
  at(question: string, checkpoint: Checkpoint): Answer | undefined {
    const kept = this.kept.get(question);
    const isCurrent =
      kept?.checkpoint.entry === checkpoint.entry && kept.checkpoint.stoppedBecause === checkpoint.stoppedBecause;
    return isCurrent ? kept.answer : undefined;
  }

  /** Keeps an answer with the checkpoint that it is as of. */
  keep(question: string, checkpoint: Checkpoint, answer: Answer): Answer {
    this.kept.delete(question);
    this.kept.set(question, { checkpoint, answer });
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return answer;
  }
}
