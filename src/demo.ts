import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCivilDate, type CivilDate, type Period } from './domain/civil-date.js';
import type { CollaborationId, PersonId } from './domain/identifiers.js';
import { refusalReason } from './domain/refusal-words.js';
import type { StatementAnswer } from '../projections/answers.js';
import { exportToFile } from './features/export-ledger/command-line.js';
import { importFile } from './features/import-outcomes/command-line.js';
import { importRowsFile } from './features/import-rows/command-line.js';
import type { RowKindName } from './features/import-rows/row-kinds.js';
import { loadCollaborationsFile } from './features/load-collaborations/command-line.js';
import { loadProgrammesFile } from './features/load-programmes/command-line.js';
import { loadPublishedFile } from './features/load-published/command-line.js';
import { readIncentive } from './features/record-incentive/incentive-body.js';
import { statementText } from './features/read-statement/statement-text.js';
import { describeVerdict } from './features/verify-export/command-line.js';
import { verifyFile } from './ledger/verify/verify-file.js';
import { statementFor } from './ledger/answer-statement.js';
import { totalsFor } from './ledger/answer-totals.js';
import { answerJson, parseJson } from './ledger/codec/json.js';
import { commandIdOf, incentiveContent } from './ledger/commands.js';
import { recordIncentiveFact } from './ledger/incentives.js';
import type { Ledger } from './ledger/ledger.js';
import { catchUp } from './ledger/projector.js';
import { namesIn } from './web/names.js';
import type { ExitCode, Terminal } from './web/terminal.js';

export const DEMO_COLLABORATION = 'yorkshire-and-the-humber-joint-working' as CollaborationId;
const DEMO_ACTOR = 'demo' as PersonId;
const data = (file: string): string => fileURLToPath(new URL(`./demo-data/${file}`, import.meta.url));

/** The period of the published table: 1 January 2009 to 31 December 2010. */
export const DEMO_PERIOD: Period = { from: date('2009-01-01'), to: date('2011-01-01') };

/**
 * Loads the demo into a ledger (a second time it records nothing), shows the statement that follows from it, and verifies an export of it offline. Gives 0 when the
 * entries prove what was published and the verification agrees.
 */
export async function runDemo(ledger: Ledger, dataDir: string, terminal: Terminal): Promise<ExitCode> {
  terminal.say('Loading the demo: what is there already is not recorded twice.');
  const loaded = [
    await loadCollaborationsFile(ledger, data('collaborations.json'), DEMO_ACTOR, terminal),
    await loadPublishedFile(ledger, data('benefits-realised-2009-2010.csv'), DEMO_ACTOR, terminal),
    await importIllustrative(ledger, 'illustrative-outcomes.csv', terminal),
    // After all that the table rests on: what is shown of other collaborations leaves its entries where they were.
    await loadCollaborationsFile(ledger, data('other-collaborations.json'), DEMO_ACTOR, terminal),
    await loadProgrammesFile(ledger, data('programmes.json'), DEMO_ACTOR, terminal),
    await loadPublishedFile(ledger, data('published-outcomes.csv'), DEMO_ACTOR, terminal),
    await importIllustrative(ledger, 'illustrative-savings-and-costs.csv', terminal),
    await importRowsOf(ledger, 'stages', 'illustrative-stages.csv', terminal),
    await setScheme(ledger, 'illustrative-incentive-scheme.json', terminal),
    await importRowsOf(ledger, 'incentive-receipts', 'illustrative-incentive-receipts.csv', terminal),
  ];
  await catchUp({ store: ledger.store, model: ledger.model, log: (message) => terminal.say(message) });
  const statement = await demoStatement(ledger);
  const collaboration = await ledger.agreements.collaboration(DEMO_COLLABORATION);
  if (collaboration !== undefined) {
    const names = namesIn(collaboration, await ledger.agreements.register());
    terminal.out(`\n${statementText(statement, collaboration.name, names)}\n`);
  }
  const isProved = statement.lines.every(({ difference }) => difference === 0n);
  terminal.out(
    isProved
      ? 'Every figure of the published table follows from the entries: no difference.'
      : 'The entries do not prove every figure of the published table.',
  );
  const verified = await verifyOwnExport(ledger, statement, join(dataDir, 'demo'), terminal);
  return loaded.some((code) => code !== 0) || !isProved ? 1 : verified;
}

/** Outcomes that were made up, all of a file or none. */
function importIllustrative(ledger: Ledger, file: string, terminal: Terminal): Promise<ExitCode> {
  const importing = { file: data(file), actor: DEMO_ACTOR, mode: 'atomic', dryRun: false, illustrative: true } as const;
  return importFile(ledger, importing, terminal);
}

/** What goes on with those outcomes, all of a file or none. */
function importRowsOf(ledger: Ledger, kind: RowKindName, file: string, terminal: Terminal): Promise<ExitCode> {
  return importRowsFile(ledger, kind, { file: data(file), actor: DEMO_ACTOR, mode: 'atomic', dryRun: false }, terminal);
}

/** How what was forfeited is given back; receipts are taken under a scheme only. */
async function setScheme(ledger: Ledger, file: string, terminal: Terminal): Promise<ExitCode> {
  const scheme = readIncentive('IncentiveSchemeSet', parseJson(await readFile(data(file), 'utf8')));
  const sender = { id: commandIdOf(incentiveContent(scheme)), actor: DEMO_ACTOR };
  const done = await recordIncentiveFact(ledger, sender, scheme);
  const stands = done.ok && done.receipt?.isRepeat === false ? 'recorded' : 'stood already';
  terminal.out(`${data(file)}: ${done.ok ? stands : refusalReason(done.refusal)}.`);
  return done.ok ? 0 : 1;
}

async function demoStatement(ledger: Ledger): Promise<StatementAnswer> {
  const answer = await statementFor(ledger, { collaboration: DEMO_COLLABORATION, period: DEMO_PERIOD }, undefined);
  if (!answer.ok) throw new Error('The demo collaboration is not there. Was the demo data refused above?');
  return answer.value;
}

/** Exports the ledger and checks the file as an auditor would: with nothing but the file and the answers that the service gave. */
async function verifyOwnExport(
  ledger: Ledger,
  statement: StatementAnswer,
  directory: string,
  terminal: Terminal,
): Promise<ExitCode> {
  await mkdir(directory, { recursive: true });
  const [ledgerFile, statementFile, totalsFile] = ['ledger.ndjson', 'statement.json', 'totals.json'].map((name) =>
    join(directory, name),
  );
  if (ledgerFile === undefined || statementFile === undefined || totalsFile === undefined) return 2;
  const question = {
    by: ['measure', 'force', 'unit', 'month'],
    collaboration: DEMO_COLLABORATION,
    ...DEMO_PERIOD,
  } as const;
  const totals = await totalsFor(ledger, question, undefined);
  await writeFile(statementFile, `${answerJson(statement, 2)}\n`);
  await writeFile(totalsFile, `${answerJson(totals.ok ? totals.value : {}, 2)}\n`);
  await exportToFile(ledger, ledgerFile, terminal);
  const against = [statementFile, totalsFile];
  const verdict = await verifyFile(ledgerFile, against);
  terminal.out(describeVerdict(verdict, ledgerFile, against));
  return verdict.verdict === 'agrees' ? 0 : 1;
}

function date(text: string): CivilDate {
  const parsed = parseCivilDate(text);
  if (parsed === undefined) throw new Error(`Not a date: ${text}`);
  return parsed;
}
