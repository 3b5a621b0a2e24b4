import { StoreAway } from '../../ledger/event-store.js';
import type { Finding, Inspectable } from '../../ledger/inspection.js';
import type { Ledger } from '../../ledger/ledger.js';
import { READ_MODEL_VERSION } from '../../ledger/read-model.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';

/** `tallystick doctor`: looks at every part and says what to do about each finding. 0 when nothing is failing, 1 otherwise. */
export async function doctor(parts: readonly Inspectable[], terminal: Terminal): Promise<ExitCode> {
  let isFailing = false;
  for (const part of parts) {
    for (const { about, state, found, advice } of await lookAt(part)) {
      isFailing ||= state === 'failing';
      terminal.out(`${MARKS[state]}  ${about}: ${found}${advice === undefined ? '' : `\n         → ${advice}`}`);
    }
  }
  terminal.out(isFailing ? '\nSomething is failing; see above for what to do.' : '\nNothing is failing.');
  return isFailing ? 1 : 0;
}

/** One part that cannot be looked at keeps no other from being looked at. */
async function lookAt({ about, inspect }: Inspectable): Promise<readonly Finding[]> {
  try {
    return await inspect();
  } catch (error) {
    if (!(error instanceof StoreAway)) throw error;
    const advice = 'see what is said of the store of entries, put that right and run "tallystick doctor" again';
    return [{ about, state: 'failing', found: `not looked at: ${error.message}`, advice }];
  }
}

const MARKS = { well: 'well   ', warning: 'WARNING', failing: 'FAILING' } as const;
const MOST_LAG_ENTRIES = 10_000;

/** How far the figures are behind the ledger, and whether they are of this program's arithmetic. */
export function inspectFigures({ store, model }: Ledger): Inspectable {
  return {
    about: 'figures',
    inspect: async () => {
      const [head, checkpoint, version] = await Promise.all([store.head(), model.checkpoint(), model.version()]);
      return [
        lagFinding(head, checkpoint.entry),
        versionFinding(version),
        ...stoppedFinding(checkpoint.stoppedBecause),
      ];
    },
  };
}

function lagFinding(head: number, entry: number): Finding {
  const lag = head - entry;
  const found = `the ledger ends at entry ${head}, the figures at entry ${entry}: ${lag} behind`;
  if (lag <= MOST_LAG_ENTRIES) return { about: 'checkpoint', state: 'well', found };
  const advice = 'start "tallystick serve", which catches up by itself; if it runs, look at its log';
  return { about: 'checkpoint', state: 'warning', found, advice };
}

function versionFinding(version: number): Finding {
  const found = `figures at rest are of version ${version}, this program works out version ${READ_MODEL_VERSION}`;
  if (version === READ_MODEL_VERSION) return { about: 'projection version', state: 'well', found };
  const advice =
    version < READ_MODEL_VERSION
      ? 'run "tallystick rebuild", or start the server, which does it'
      : 'use the newer program';
  return { about: 'projection version', state: 'warning', found, advice };
}

function stoppedFinding(reason: string | undefined): readonly Finding[] {
  if (reason === undefined) return [];
  const advice =
    'the figures are incomplete from there; use a newer program if the entry is newer, then "tallystick rebuild"';
  return [{ about: 'projector', state: 'failing', found: `stopped: ${reason}`, advice }];
}
