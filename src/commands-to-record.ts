import { randomUUID } from 'node:crypto';
import { Option } from 'commander';
import { recording, terminal } from './command-runs.js';
import type { PersonId } from './domain/identifiers.js';
import type { RowKindName } from './features/import-rows/row-kinds.js';
import { as, command } from './program.js';

// Commands that record something. What one does is loaded when it is asked for, so that the program starts in a third of the time.
interface Recording {
  readonly as: PersonId;
}
interface Deflating {
  readonly source: string;
  readonly publishedOn: string;
  readonly illustrative?: true;
}
interface Submitting extends Recording {
  readonly id?: string;
  readonly outcome?: string;
  readonly figure?: string;
  readonly revision?: string;
}
interface Importing extends Recording {
  readonly dryRun?: boolean;
  readonly rowByRow?: boolean;
  readonly illustrative?: boolean;
}

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
  .argument(
    '<file>',
    'a CSV file, or - for standard input; for its columns see illustrative-outcomes.csv and illustrative-savings-and-costs.csv in src/demo-data, ' +
      'and a column that is none is answered with all that there are',
  )
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
  'submit',
  'record one thing from JSON, as the same request over HTTP would, and print its answer',
  'submit record-outcome arrest.json --as j-smith',
  'submit correct-outcome correction.json --outcome 5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01 --revision 0 --as j-smith',
)
  .argument(
    '<what>',
    'record-outcome, correct-outcome, withdraw-outcome, record-finding, record-asset-stage, correct-asset-stage, ' +
      'agree-claim-weights, link-outcome, unlink-outcome, record-published-figure, dispute-figure, end-figure-dispute, ' +
      'set-incentive-scheme, record-incentive-receipt',
  )
  .argument('<file>', 'the body of the request, as JSON; - for standard input')
  .option('--outcome <id>', 'the outcome that it is about, unless it records a new one')
  .addOption(new Option('--figure <id>', 'the published figure that it is about').conflicts('outcome'))
  .option('--revision <number>', 'the revision of the outcome that was read')
  .option(
    '--id <uuid>',
    'an id of your own: the same thing under the same id is recorded once (a new one unless given)',
  )
  .addOption(as())
  .action((what: string, file: string, { id, ...options }: Submitting) =>
    recording(async ({ ledger }) => {
      const { submitCommand } = await import('./features/take-submissions/command-line.js');
      const { SUBMITTABLE } = await import('./submittable.js');
      const subject = { outcome: options.figure, revision: undefined, ...options };
      const words = { ...subject, what, file, id: id ?? randomUUID() };
      return submitCommand(ledger, SUBMITTABLE.values(), words, terminal);
    }),
  );

const OUTCOME_COLUMN =
  'its column outcome has the reference under which the outcome was imported or, if it is a UUID, the id of the outcome';

fileOfRows(
  command(
    'import-stages',
    'record stages that assets reached from CSV; the same file twice records nothing twice',
    'import-stages stages.csv --dry-run',
    'import-stages stages.csv --as j-smith',
  ),
  'stages',
  'reference, collaboration, outcome, stage, occurred_on and amount_gbp, and what else a stage has',
);

fileOfRows(
  command(
    'import-findings',
    'record findings of your own from CSV: outcomes validated, audited, queried, answered or rejected; the same file twice records nothing twice',
    'import-findings march-validated.csv --dry-run --as m-jones',
    'import-findings march-validated.csv --as m-jones',
  ),
  'findings',
  'reference, collaboration, outcome, finding, revision (that was looked at, as "validation-queue" has it) and, if need be, reason',
);

fileOfRows(
  command(
    'import-links',
    'link outcomes to those that they are duplicates of, and undo links, from CSV; the same file twice records nothing twice',
    'import-links duplicates.csv --dry-run',
    'import-links duplicates.csv --as j-smith',
  ),
  'links',
  'reference, collaboration, outcome, change (link or unlink), primary (the outcome that it duplicates; empty to unlink) and reason',
);

fileOfRows(
  command(
    'import-claim-weights',
    'record from CSV by which weights units share what they all claim; the same file twice records nothing twice',
    'import-claim-weights agreed.csv --dry-run',
    'import-claim-weights agreed.csv --as j-smith',
  ),
  'claim-weights',
  'reference, collaboration, outcome and weights (such as rart=2;rrpt=1)',
);

fileOfRows(
  command(
    'load-incentive-receipts',
    'record what was given back of what was collected, from CSV; the same file twice records nothing twice',
    'load-incentive-receipts quarter-4.csv --dry-run',
    'load-incentive-receipts quarter-4.csv --as programme-team',
  ),
  'incentive-receipts',
  'reference, collaboration, route, recipient, collected_from, collected_to, received_on and amount_gbp, and if need be force, reverses and illustrative',
  'the scheme is recorded before, by "submit set-incentive-scheme"',
);

function fileOfRows(
  made: ReturnType<typeof command>,
  kind: RowKindName,
  columns: string,
  besides = OUTCOME_COLUMN,
): void {
  made
    .argument('<file>', `a CSV file, or - for standard input, with the columns ${columns}; ${besides}`)
    .option('--dry-run', 'say what would be recorded, refused and already there, and record nothing')
    .addOption(new Option('--atomic', 'all rows or none (the default)').conflicts('rowByRow'))
    .option('--row-by-row', 'each good row, whatever becomes of the others')
    .addOption(as())
    .action((file: string, { as: actor, dryRun = false, rowByRow = false }: Importing) =>
      recording(async ({ ledger }) =>
        (await import('./features/import-rows/command-line.js')).importRowsFile(
          ledger,
          kind,
          { file, actor, mode: rowByRow ? 'row-by-row' : 'atomic', dryRun },
          terminal,
        ),
      ),
    );
}
