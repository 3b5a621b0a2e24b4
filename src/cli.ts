#!/usr/bin/env node
import { CommanderError, Option } from 'commander';
import { onLedger, reading, recording, run, say, terminal } from './command-runs.js';
import type { PersonId } from './domain/identifiers.js';
import type { Ledger } from './ledger/ledger.js';
import { as, AS_AT, command, commandOf, JSON_OPTION, program, servedParts, wholeNumber } from './program.js';
import type { Served } from './served.js';
import { readSettings } from './settings.js';
import type { ExitCode } from './web/terminal.js';

// What a command does is loaded when it is asked for: the program starts in a third of the time.
type Words = Readonly<Record<string, string | true>>;
interface Recording {
  readonly as: PersonId;
}
interface Deflating {
  readonly source: string;
  readonly publishedOn: string;
  readonly illustrative?: true;
}
interface Importing extends Recording {
  readonly dryRun?: boolean;
  readonly rowByRow?: boolean;
  readonly illustrative?: boolean;
}

command(
  'serve',
  'serve pages and the JSON interface, keep the figures up with the ledger, and feed the brokers if there are any',
  'serve',
  'serve --only relay',
)
  .option('--only <parts>', 'web, projector, relay, intake; joined by commas', servedParts)
  .action(({ only }: { only?: readonly Served[] }) =>
    run(async () => {
      const { serve, serviceLog } = await import('./main.js');
      const settings = readSettings(process.env);
      const log = serviceLog(settings);
      const service = await serve(settings, (message) => log.say(message), only);
      log.say(`Tallystick serves ${service.url ?? only?.join(', ') ?? ''} (stop it with Ctrl+C)`);
      await service.stopped;
      return 0;
    }),
  );

command('migrate', 'bring the database up to this program and load the measures that come with it', 'migrate').action(
  () =>
    recording(() => {
      terminal.out('The database is up to this program.');
      return Promise.resolve(0);
    }),
);

command(
  'load-collaborations',
  'record regions, forces, agreements, units and keys',
  'load-collaborations agreements.json --as programme-team',
)
  .argument('<file>', 'a JSON file')
  .addOption(as())
  .action((file: string, options: Recording) =>
    recording(async ({ ledger }) =>
      (await import('./features/load-collaborations/command-line.js')).loadCollaborationsFile(
        ledger,
        file,
        options.as,
        terminal,
      ),
    ),
  );

command('load-measures', 'record measures and statement lines', 'load-measures measures.json --as programme-team')
  .argument('<file>', 'a JSON file')
  .addOption(as())
  .action((file: string, options: Recording) =>
    recording(async ({ ledger }) =>
      (await import('./features/load-measures/command-line.js')).loadMeasuresFile(ledger, file, options.as, terminal),
    ),
  );

command(
  'load-programmes',
  'record projects of collaborations: scores, business cases, benefits, approvals',
  'load-programmes programmes.json --as programme-team',
)
  .argument('<file>', 'a JSON file')
  .addOption(as())
  .action((file: string, options: Recording) =>
    recording(async ({ ledger }) =>
      (await import('./features/load-programmes/command-line.js')).loadProgrammesFile(
        ledger,
        file,
        options.as,
        terminal,
      ),
    ),
  );

command(
  'load-deflators',
  'record the price levels of financial years, for views in real terms',
  'load-deflators gdp.csv --source "GDP deflators at market prices" --published-on 2026-09-30 --as programme-team',
)
  .argument('<file>', 'a CSV file with the columns financial_year and index')
  .requiredOption('--source <words>', 'who published them, in which table')
  .requiredOption('--published-on <date>', 'on which day')
  .option('--illustrative', 'they are made up; every figure in real terms will say so')
  .addOption(as())
  .action((file: string, options: Recording & Deflating) =>
    recording(async ({ ledger }) =>
      (await import('./features/load-deflators/command-line.js')).loadDeflatorsFile(ledger, file, options, terminal),
    ),
  );

command('load-published', 'record figures that somebody published', 'load-published figures.csv --as programme-team')
  .argument('<file>', 'a CSV file')
  .addOption(as())
  .action((file: string, options: Recording) =>
    recording(async ({ ledger }) =>
      (await import('./features/load-published/command-line.js')).loadPublishedFile(ledger, file, options.as, terminal),
    ),
  );

command(
  'import',
  'record outcomes from CSV; the same file twice records nothing twice',
  'import march.csv --dry-run',
  'import march.csv --as j-smith',
)
  .argument('<file>', 'a CSV file, or - for standard input')
  .option('--dry-run', 'say what would be recorded, refused and already there, and record nothing')
  .addOption(new Option('--atomic', 'all rows or none (the default)').conflicts('rowByRow'))
  .option('--row-by-row', 'each good row, whatever becomes of the others')
  .option('--illustrative', 'the outcomes are made up; every figure they enter will say so')
  .addOption(as())
  .action((file: string, { as: actor, dryRun = false, rowByRow = false, illustrative = false }: Importing) =>
    recording(async ({ ledger }) =>
      (await import('./features/import-outcomes/command-line.js')).importFile(
        ledger,
        { file, actor, mode: rowByRow ? 'row-by-row' : 'atomic', dryRun, illustrative },
        terminal,
      ),
    ),
  );

command(
  'finding',
  'validate, audit, query or reject an outcome, or answer a query',
  'finding 5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01 validated --revision 0 --as m-jones',
  'finding 5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01 queried --reason no-evidence --revision 0 --as m-jones',
)
  .argument('<outcome>', 'its id')
  .argument('<finding>', 'validated, audited, queried, answered or rejected')
  .requiredOption('--revision <number>', 'the revision that was looked at, as its page and its ETag have it')
  .option('--reason <code>', 'why it is queried or rejected, or what the answer is')
  .addOption(as())
  .action((outcome: string, finding: string, options: { revision: string; reason?: string; as: PersonId }) =>
    recording(async ({ ledger }) =>
      (await import('./features/record-finding/command-line.js')).findingCommand(
        ledger,
        { outcome, finding, reason: undefined, ...options },
        terminal,
      ),
    ),
  );

command(
  'import-stages',
  'record stages that assets reached from CSV; the same file twice records nothing twice',
  'import-stages stages.csv --as j-smith',
)
  .argument('<file>', 'a CSV file')
  .addOption(as())
  .action((file: string, options: Recording) =>
    recording(async ({ ledger }) => {
      const { importStagesFile } = await import('./features/import-stages/command-line.js');
      return importStagesFile(ledger, file, options.as, terminal);
    }),
  );

command(
  'totals',
  'show totals, as they stand or as they stood',
  'totals --by force --measure arrests --from 2009-01-01 --to 2010-01-01',
)
  .option('--by <dimensions>', 'measure, force, unit, grade, month; joined by commas', 'measure')
  .option('--collaboration <id>')
  .option('--measure <ids>', 'joined by commas')
  .option('--force <id>')
  .option('--unit <id>')
  .option('--grade <grade>')
  .option('--view <views>', 'real-terms, present-value; joined by a comma')
  .option('--base-year <year>', 'the financial year that a view looks on, such as 2010-11')
  .option('--from <date>', 'first day')
  .option('--to <date>', 'the day after the last')
  .option(...AS_AT)
  .option(...JSON_OPTION)
  .action((options: Words) =>
    reading(async ({ ledger }) =>
      (await import('./features/read-totals/command-line.js')).totalsCommand(ledger, options, terminal),
    ),
  );

command(
  'claims',
  'show what each unit claims, and what the region has, each item once',
  'claims --collaboration netic --from 2009-01-01 --to 2011-01-01',
)
  .requiredOption('--collaboration <id>')
  .option('--from <date>', 'first day')
  .option('--to <date>', 'the day after the last')
  .option(...AS_AT)
  .option(...JSON_OPTION)
  .action((options: Words) =>
    onLedger(async ({ ledger }) =>
      (await import('./features/read-claims/command-line.js')).claimsCommand(ledger, options, terminal),
    ),
  );

command(
  'likely-duplicates',
  'list outcomes that may have been told twice, with the reason for the likeness; links nothing',
  'likely-duplicates --collaboration netic --from 2009-01-01 --to 2011-01-01',
)
  .requiredOption('--collaboration <id>')
  .option('--from <date>', 'first day')
  .option('--to <date>', 'the day after the last')
  .option(...AS_AT)
  .option(...JSON_OPTION)
  .action((options: Words) =>
    onLedger(async ({ ledger }) =>
      (await import('./features/read-claims/command-line.js')).duplicatesCommand(ledger, options, terminal),
    ),
  );

command(
  'comparison',
  'show what the regional response cost against what one force alone would have spent',
  'comparison --collaboration netic --from 2016-04-01 --to 2017-04-01',
)
  .requiredOption('--collaboration <id>')
  .option('--unit <id>')
  .requiredOption('--from <date>', 'first day')
  .requiredOption('--to <date>', 'the day after the last')
  .option(...AS_AT)
  .option(...JSON_OPTION)
  .action((options: Words) =>
    reading(async ({ ledger }) =>
      (await import('./features/read-comparison/command-line.js')).comparisonCommand(ledger, options, terminal),
    ),
  );

command(
  'programmes',
  'show projects, and each target beside what the totals come to',
  'programmes --collaboration netic',
)
  .option('--collaboration <id>')
  .option('--area <area>', 'an area of work')
  .option('--status <status>', 'proposed, approved, live, closed, rejected, stopped')
  .option(...AS_AT)
  .option('--json', 'the answer of the JSON interface')
  .action((options: Words) =>
    reading(async ({ ledger }) =>
      (await import('./features/read-programmes/command-line.js')).programmesCommand(ledger, options, terminal),
    ),
  );

command(
  'recount',
  'show what a measure would come to under a version of its rule, or two, beside what is posted; records nothing',
  'recount --collaboration evolve --measure arrests --from 2009-01-01 --to 2010-01-01 --rules 1,2',
)
  .requiredOption('--collaboration <id>')
  .requiredOption('--measure <id>')
  .requiredOption('--from <date>', 'first day')
  .requiredOption('--to <date>', 'the day after the last')
  .requiredOption('--rules <versions>', 'one version or two, such as 1,2')
  .option(...AS_AT)
  .option(...JSON_OPTION)
  .action((options: Words) =>
    reading(async ({ ledger }) =>
      (await import('./features/recount/command-line.js')).recountCommand(ledger, options, terminal),
    ),
  );

command('statement', 'show the Benefits Realised statement', 'statement --from 2009-01-01 --to 2011-01-01')
  .option('--collaboration <id>', 'needed where figures of more than one, or of none, were published for the period')
  .requiredOption('--from <date>', 'first day')
  .requiredOption('--to <date>', 'the day after the last')
  .option(...AS_AT)
  .option(...JSON_OPTION)
  .addOption(new Option('--csv', 'as CSV').conflicts('json'))
  .action((options: Words) =>
    reading(async ({ ledger }) =>
      (await import('./features/read-statement/command-line.js')).statementCommand(ledger, options, terminal),
    ),
  );

command(
  'validation-queue',
  'show what waits to be validated, oldest first',
  'validation-queue --collaboration yorkshire-and-the-humber-joint-working',
)
  .requiredOption('--collaboration <id>')
  .action((options: Words) =>
    reading(async ({ ledger }) =>
      (await import('./features/read-validation-queue/command-line.js')).validationQueueCommand(
        ledger,
        options,
        terminal,
      ),
    ),
  );

command(
  'reconcile',
  'hold every published figure against the entries: supported, partly, unsupported or contradicted',
  'reconcile --collaboration yorkshire-and-the-humber-joint-working',
)
  .requiredOption('--collaboration <id>')
  .option(...AS_AT)
  .option(...JSON_OPTION)
  .action((options: Words) =>
    reading(async ({ ledger }) =>
      (await import('./features/read-reconciliations/command-line.js')).reconcileCommand(ledger, options, terminal),
    ),
  );

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
  .option('--against <answers...>', 'saved answers of /totals or /statements/benefits-realised')
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

command('rebuild', 'work out all figures again from the entries, while writing goes on', 'rebuild').action(() =>
  onLedger(async ({ ledger }) => (await import('./features/rebuild/command-line.js')).rebuildCommand(ledger, terminal)),
);

command(
  'topics',
  'make the topics of the feed and the intake, and say of those that are there what differs',
  'topics',
  'topics --replicas 3',
)
  .option('--replicas <number>', 'copies of each topic; 3 unless told, or as many as there are brokers', wholeNumber)
  .option('--adopt', 'what the topic of entries holds is this ledger’s own, from before it was moved here')
  .option('--refill', 'the topic of entries was lost: it is made anew, and the relay fills it from entry 0')
  .action((options: { replicas?: number; adopt?: true; refill?: true }) =>
    run(async () => (await import('./topics.js')).topics(readSettings(process.env), options, terminal)),
  );

command('doctor', 'look at settings, database, durability, checkpoint and versions', 'doctor').action(() =>
  run(async () => (await import('./doctor.js')).examine(process.env, terminal)),
);

command('demo', 'load a demonstration, prove its figures, and go on serving', 'demo', 'demo --no-serve')
  .option('--no-serve', 'end after the proof')
  .action(({ serve: isServing }: { serve: boolean }) =>
    isServing ? demoAndServe() : recording(({ ledger }) => demo(ledger)),
  );

async function demo(ledger: Ledger): Promise<ExitCode> {
  return (await import('./demo.js')).runDemo(ledger, readSettings(process.env).dataDir, terminal);
}

function demoAndServe(): Promise<void> {
  return run(async () => {
    const { serve } = await import('./main.js');
    const settings = readSettings(process.env);
    const service = await serve(settings, say);
    const code = await demo(service.ledger);
    terminal.out(`\nThe statement is at ${service.url ?? ''} (stop with Ctrl+C).`);
    terminal.out(`The same proof, offline: npx tallystick verify ${settings.dataDir}/demo/ledger.ndjson`);
    await service.stopped;
    return code;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
