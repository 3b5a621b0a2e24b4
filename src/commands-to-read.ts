import { Option } from 'commander';
import { onLedger, reading, terminal } from './command-runs.js';
import { AS_AT, command, JSON_OPTION } from './program.js';

// Commands that answer questions of the figures. What one does is loaded when it is asked for, so that the program starts in a third of the time.
type Words = Readonly<Record<string, string | true>>;

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
  .option('--base-year <year>', 'the base year of the view, a financial year, such as 2010-11')
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
  .option('--limit <number>', 'at most so many pairs', '100')
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
  'incentive-receipts',
  'show what was collected, who is due what of it, and what was received: a distribution, not a benefit',
  'incentive-receipts --collaboration netic --from 2016-04-01 --to 2017-04-01',
)
  .requiredOption('--collaboration <id>')
  .requiredOption('--from <date>', 'first day of the period of collection')
  .requiredOption('--to <date>', 'the day after the last')
  .option(...AS_AT)
  .option(...JSON_OPTION)
  .action((options: Words) =>
    reading(async ({ ledger }) =>
      (await import('./features/read-incentives/command-line.js')).incentivesCommand(ledger, options, terminal),
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
  .option('--view <views>', 'real-terms, present-value; joined by a comma')
  .option('--base-year <year>', 'the base year of the view, a financial year, such as 2008-09')
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
  'show what waits to be validated or audited, oldest first, what stands against it, and who may not',
  'validation-queue --collaboration yorkshire-and-the-humber-joint-working',
  'validation-queue --collaboration yorkshire-and-the-humber-joint-working --waits-for audited',
)
  .requiredOption('--collaboration <id>')
  .option('--waits-for <finding>', 'validated or audited; validated unless told')
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
