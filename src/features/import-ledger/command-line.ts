import type { EventStore } from '../../ledger/event-store.js';
import { carryOut, planMove, type Moving, type Plan, type Step } from '../../ledger/move-in.js';
import { Occupied, type MovingIn } from '../../ledger/moving-in.js';
import { openExport, verifyOpened, withSpooled } from '../../ledger/verify/verify-file.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';

/** What `tallystick import-ledger` is given. */
export interface ImportLedger {
  /** `-` is standard input. */
  readonly file: string;
  readonly dryRun: boolean;
}

/** The ledger that is to be filled. */
export interface Target {
  readonly store: EventStore;
  readonly movingIn: MovingIn;
}

/**
 * `tallystick import-ledger FILE`: verifies an export and fills an empty ledger with it, or goes on with one that was interrupted. 0 moved or there
 * already, 1 refused, 2 could not be done. Standard input is put into a temporary file first, because an export is read more than once.
 */
export function importLedger(target: Target, asked: ImportLedger, terminal: Terminal): Promise<ExitCode> {
  const { file } = asked;
  if (file !== '-') return importFile(target, asked, file, terminal);
  return withSpooled(process.stdin, (spooled) => importFile(target, asked, spooled, terminal));
}

async function importFile(
  { store, movingIn }: Target,
  { file: name, dryRun }: ImportLedger,
  file: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const opened = openExport(file);
  try {
    const verdict = await verifyOpened(opened, [], (entries) => terminal.progress(`Verifying: ${entries} entries`));
    if (verdict.verdict !== 'agrees') {
      terminal.out(`NOT IMPORTED: ${name} ${REFUSALS[verdict.verdict]}: ${verdict.reason}. Nothing was written.`);
      return verdict.verdict === 'differs' ? 1 : 2;
    }
    terminal.say(`${name}: verified, ${verdict.entries} entries, SHA-256 ${verdict.sha256}`);
    const onProgress = (step: Step, entries: number, of: number): void =>
      terminal.progress(`${STEPS[step]}: ${entries} of ${of} entries`);
    const moving = { source: opened.source, verified: verdict, store, movingIn, onProgress };
    const plan = await planMove(moving);
    return dryRun ? describePlan(plan, moving, terminal) : await follow(plan, moving, terminal);
  } finally {
    opened.close();
  }
}

const REFUSALS = { differs: 'is not what it says it is', 'cannot-tell': 'is no whole export' } as const;
const STEPS: Readonly<Record<Step, string>> = {
  comparing: 'Comparing',
  writing: 'Writing',
  'reading back': 'Reading back',
};

async function follow(plan: Plan, moving: Moving, terminal: Terminal): Promise<ExitCode> {
  if (plan.kind !== 'move') return describePlan(plan, moving, terminal);
  const { entries, sha256 } = moving.verified;
  if (plan.from > 0) terminal.say(`Going on after entry ${plan.from - 1}, where an import of this export stopped`);
  try {
    await carryOut(moving, plan.from);
  } catch (error) {
    if (!(error instanceof Occupied)) throw error;
    terminal.out(`NOT IMPORTED: ${error.message}`);
    return 1;
  }
  terminal.out(`IMPORTED: ${entries} entries, read back and compared; SHA-256 ${sha256}`);
  return 0;
}

function describePlan(plan: Plan, { verified: { entries } }: Moving, terminal: Terminal): ExitCode {
  switch (plan.kind) {
    case 'there':
      terminal.out(`ALREADY THERE: the ledger holds these ${entries} entries, byte for byte, and nothing else`);
      return 0;
    case 'move':
      terminal.out(`WOULD IMPORT: ${entries - plan.from} of ${entries} entries, after the ${plan.from} that are there`);
      return 0;
    case 'refused':
      terminal.out(`NOT IMPORTED: ${plan.reason}. Nothing was written.`);
      return 1;
  }
}
