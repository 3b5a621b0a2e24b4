import { measureEvents } from '../../domain/measure/events.js';
import type { PersonId } from '../../domain/identifiers.js';
import type { Refusal } from '../../domain/refusals.js';
import { list, object } from '../../domain/shape.js';
import { Unreadable } from '../../domain/unreadable.js';
import { parseJson } from '../../ledger/codec/json.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { commandIdOf } from '../../ledger/commands.js';
import type { Ledger } from '../../ledger/ledger.js';
import { facts } from '../../ledger/told-facts.js';

const fileShape = object({
  measures: list(measureEvents.MeasureDefined),
  statements: list(measureEvents.StatementLinesSet),
});

/** What loading came to: how many measures and statements were new, how many stood already, and what was refused. */
export interface Loaded {
  readonly recorded: number;
  readonly alreadyThere: number;
  readonly refused: readonly { readonly what: string; readonly refusal: Refusal }[];
}

/**
 * Loads measures and statement lines from JSON text into the catalogue; what stands already is left alone, so that loading twice
 * records nothing twice. Throws `Unreadable` for text that is not such a file, and for a statement without lines.
 */
export async function loadMeasures(ledger: Ledger, text: string, actor: PersonId): Promise<Loaded> {
  const { measures, statements } = fromWire(fileShape, parseJson(text));
  const empty = statements.findIndex(({ lines }) => lines.length === 0);
  if (empty !== -1) throw new Unreadable(`statements[${empty}].lines`, 'has to have at least one line');
  const commands = [
    ...measures.map((measure) => ({
      what: `measure ${measure.measure}`,
      fact: facts.defineMeasure(measure),
    })),
    ...statements.map((statement) => ({
      what: `statement ${statement.statement}`,
      fact: facts.setStatementLines(statement),
    })),
  ];
  let recorded = 0;
  const refused: Loaded['refused'][number][] = [];
  for (const { what, fact } of commands) {
    const done = await fact.record(ledger, { id: commandIdOf(fact.content), actor });
    if (!done.ok) refused.push({ what, refusal: done.refusal });
    else if (done.receipt !== undefined && !done.receipt.isRepeat) recorded += 1;
  }
  return { recorded, alreadyThere: commands.length - recorded - refused.length, refused };
}
