import { onLedger, run, terminal } from './command-runs.js';
import { command, commandOf } from './program.js';

// Commands that take the ledger elsewhere and prove it. What one does is loaded when it is asked for, so that the program starts in a third of the time.

command('export', 'write every entry, and a digest of them all', 'export ledger.ndjson')
  .argument('[file]', 'standard output unless given')
  .action((file: string | undefined) =>
    onLedger(async ({ ledger }) =>
      (await import('./features/export-ledger/command-line.js')).exportToFile(ledger, file, terminal),
    ),
  );

command(
  'verify',
  'decide every entry of an export again, offline: 0 agrees, 1 differs, 2 could not tell',
  'verify ledger.ndjson --against statement.json totals.json',
)
  .argument('<file>', 'an export, or - for standard input')
  .option(
    '--against <answers...>',
    'saved answers of /totals, /statements/benefits-realised, /comparisons, /incentive-receipts, /claims, /recounts, /reconciliations or /projects',
  )
  .action((file: string, { against = [] }: { against?: string[] }) =>
    run(async () => (await import('./features/verify-export/command-line.js')).verifyCommand(file, against, terminal)),
  );

commandOf(
  command('evidence', 'compare evidence with the ledger', 'evidence check case-files'),
  'check',
  'look in a directory for the file behind each piece of evidence: 0 all are there, 1 some are not',
  'evidence check case-files',
)
  .argument('<directory>', 'searched with all directories below it; nothing is recorded or copied')
  .action((directory: string) =>
    onLedger(async ({ ledger: { store } }) =>
      (await import('./features/check-evidence/command-line.js')).checkEvidence(store, directory, terminal),
    ),
  );

command('schemas', 'print the JSON Schema of a line of the ledger', 'schemas OutcomeRecorded')
  .argument('[name]', 'a type of entry, or Entry for any of them', 'Entry')
  .action((name: string) =>
    run(async () => (await import('./features/read-schemas/command-line.js')).schemasCommand(name, terminal)),
  );

command(
  'import-ledger',
  'verify an export and fill an empty ledger with it; one that was interrupted goes on where it stopped',
  'import-ledger ledger.ndjson --dry-run',
)
  .argument('<file>', 'an export; - for standard input, which is put into a temporary file first')
  .option('--dry-run', 'verify it and say what would be done, and write nothing')
  .action((file: string, { dryRun = false }: { dryRun?: boolean }) =>
    onLedger(
      async ({ ledger: { store }, movingIn }) =>
        (await import('./features/import-ledger/command-line.js')).importLedger(
          { store, movingIn },
          { file, dryRun },
          terminal,
        ),
      'to fill',
    ),
  );
