import type { Decision } from '../domain/decision.js';
import type { LedgerEvent } from '../domain/event-catalogue.js';
import { registerForce, type RegisterForce } from '../domain/force-register/register-force.js';
import { registerRegion, type RegisterRegion } from '../domain/force-register/register-region.js';
import type { DeflatorTable, Measure } from '../domain/measure/catalogue.js';
import { defineMeasure } from '../domain/measure/define-measure.js';
import { setDeflators } from '../domain/measure/set-deflators.js';
import { setStatementLines, type SetStatementLines } from '../domain/measure/set-statement-lines.js';
import type { DecidedOn } from '../domain/past-day.js';
import { londonDate } from './clock.js';
import { contentOf } from './command-content.js';
import { execute, type Command, type Executed } from './execute.js';
import type { Ledger } from './ledger.js';
import { catalogueAggregate, registerAggregate, type Aggregate } from './streams.js';

/** Something that is told of what all collaborations share, ready to be recorded. */
export interface ToldFact {
  /** The canonical text of the command. */
  readonly content: string;
  /** Records it. There is no receipt where it stood as told already. Whoever asks this copy next sees it. */
  readonly record: (ledger: Ledger, sender: Omit<Command, 'content'>) => Promise<Executed>;
}

const telling =
  <State, Event extends LedgerEvent>(aggregate: Aggregate<State, Event>) =>
  <C extends object>(type: string, decide: (command: C, state: State, when: DecidedOn) => Decision<Event>) =>
  (command: C): ToldFact => {
    const content = contentOf(type, command);
    return {
      content,
      record: async (ledger, sender) => {
        const done = await execute(ledger, aggregate, { ...sender, content }, (state) =>
          decide(command, state, { today: londonDate(ledger.now()) }),
        );
        ledger.agreements.refresh();
        return done;
      },
    };
  };

const ofMeasures = telling(catalogueAggregate);
const ofRegister = telling(registerAggregate);

/** All that can be told of what counts and how, and of regions and forces. Files and routes make the same commands. */
export const facts = {
  defineMeasure: ofMeasures<Measure>('DefineMeasure', defineMeasure),
  setStatementLines: ofMeasures<SetStatementLines>('SetStatementLines', setStatementLines),
  setDeflators: ofMeasures<DeflatorTable>('SetDeflators', setDeflators),
  registerRegion: ofRegister<RegisterRegion>('RegisterRegion', registerRegion),
  registerForce: ofRegister<RegisterForce>('RegisterForce', registerForce),
};
