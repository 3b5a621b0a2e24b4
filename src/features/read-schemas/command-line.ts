import { answerJson } from '../../ledger/codec/json.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { SCHEMAS } from './schemas.js';

/** Prints one schema; a name that there is none of ends in 2. */
export function schemasCommand(name: string, terminal: Terminal): ExitCode {
  const schema = SCHEMAS.get(name);
  if (schema === undefined) {
    terminal.say(`There is no schema "${name}"; there are ${[...SCHEMAS.keys()].join(', ')}.`);
    return 2;
  }
  terminal.out(answerJson(schema, 2));
  return 0;
}
