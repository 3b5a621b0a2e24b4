import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { inspectMigrations, inspectPostgres } from './adapters/postgres/inspection.js';
import { migrate } from './adapters/postgres/migrate.js';
import { inspectEventStoreDb } from './adapters/eventstoredb/inspection.js';
import { itemKeyFile } from './adapters/item-key/key-file.js';
import { openReadModel } from './adapters/postgres/read-model.js';
import { ChangeProgrammeController } from './features/change-programme/change-programme.controller.js';
import { ChangeProgrammeHandler } from './features/change-programme/change-programme.js';
import { ChangeCollaborationHandler } from './features/change-collaborations/change-collaboration.js';
import { ChangeRegisterHandler } from './features/change-collaborations/change-register.js';
import { FoundingController } from './features/change-collaborations/founding.controller.js';
import { KeysController } from './features/change-collaborations/keys.controller.js';
import { MembersController } from './features/change-collaborations/members.controller.js';
import { RegisterController } from './features/change-collaborations/register.controller.js';
import { UnitsController } from './features/change-collaborations/units.controller.js';
import { ChangeMeasuresController } from './features/change-measures/change-measures.controller.js';
import { ChangeMeasuresHandler } from './features/change-measures/change-measures.js';
import { CorrectAssetStageController } from './features/correct-asset-stage/correct-asset-stage.controller.js';
import { CorrectAssetStageHandler } from './features/correct-asset-stage/correct-asset-stage.js';
import { AgreeClaimWeightsController } from './features/agree-claim-weights/agree-claim-weights.controller.js';
import { AgreeClaimWeightsHandler } from './features/agree-claim-weights/agree-claim-weights.js';
import { CorrectOutcomeController } from './features/correct-outcome/correct-outcome.controller.js';
import { CorrectOutcomeHandler } from './features/correct-outcome/correct-outcome.js';
import { inspectFigures } from './features/doctor/doctor.js';
import { inspectItemKey } from './features/doctor/inspect-item-key.js';
import { HealthController } from './features/health/health.controller.js';
import { ReadHealthHandler } from './features/health/read-health.js';
import { ImportOutcomesHandler } from './features/import-outcomes/import-outcomes.command.js';
import { ImportOutcomesController } from './features/import-outcomes/import-outcomes.controller.js';
import { ImportRowsHandler } from './features/import-rows/import-rows.command.js';
import { ImportRowsController } from './features/import-rows/import-rows.controller.js';
import { LinkOutcomeController } from './features/link-outcome/link-outcome.controller.js';
import { LinkOutcomeHandler, UnlinkOutcomeHandler } from './features/link-outcome/link-outcome.js';
import { ListOutcomesController } from './features/list-outcomes/list-outcomes.controller.js';
import { ListOutcomesHandler } from './features/list-outcomes/list-outcomes.js';
import { OutcomesPageController } from './features/list-outcomes/page.controller.js';
import { ReadCollaborationsController } from './features/read-collaborations/read-collaborations.controller.js';
import {
  ListCollaborationsHandler,
  ReadCollaborationHandler,
} from './features/read-collaborations/read-collaborations.js';
import { ComparisonPageController } from './features/read-comparison/page.controller.js';
import { ClaimsPageController } from './features/read-claims/page.controller.js';
import { ReadClaimsController } from './features/read-claims/read-claims.controller.js';
import { ReadComparisonController } from './features/read-comparison/read-comparison.controller.js';
import { ReadComparisonHandler } from './features/read-comparison/read-comparison.js';
import { ReadEntriesController } from './features/read-entries/read-entries.controller.js';
import { ReadEntriesHandler } from './features/read-entries/read-entries.js';
import { HttpTimings } from './features/read-metrics/http-timings.js';
import { ReadMetricsController } from './features/read-metrics/read-metrics.controller.js';
import { ReadMetricsHandler } from './features/read-metrics/read-metrics.js';
import { IncentivesPageController } from './features/read-incentives/page.controller.js';
import { ReadIncentivesController } from './features/read-incentives/read-incentives.controller.js';
import { ReadIncentivesHandler } from './features/read-incentives/read-incentives.js';
import { ReadMeasuresController } from './features/read-measures/read-measures.controller.js';
import { ReadMeasuresHandler } from './features/read-measures/read-measures.js';
import { ProgrammesPageController } from './features/read-programmes/page.controller.js';
import { ReadProgrammesController } from './features/read-programmes/read-programmes.controller.js';
import { ReadProgrammesHandler, ReadProjectHandler } from './features/read-programmes/read-programmes.js';
import { OutcomePageController } from './features/read-outcome/page.controller.js';
import { ReadReceiptController } from './features/read-receipt/read-receipt.controller.js';
import { ReadReceiptHandler } from './features/read-receipt/read-receipt.js';
import { ReadOutcomeController } from './features/read-outcome/read-outcome.controller.js';
import { ReadOutcomeHandler } from './features/read-outcome/read-outcome.js';
import { ReconciliationsPageController } from './features/read-reconciliations/page.controller.js';
import { ReadReconciliationsController } from './features/read-reconciliations/read-reconciliations.controller.js';
import { ReadReconciliationsHandler } from './features/read-reconciliations/read-reconciliations.js';
import { ValidationQueuePageController } from './features/read-validation-queue/page.controller.js';
import { ReadValidationQueueController } from './features/read-validation-queue/read-validation-queue.controller.js';
import { StatementPageController } from './features/read-statement/page.controller.js';
import { ReadSchemasController } from './features/read-schemas/read-schemas.controller.js';
import { ReadStatementController } from './features/read-statement/read-statement.controller.js';
import { ReadStatementHandler } from './features/read-statement/read-statement.js';
import { ReadTotalsController } from './features/read-totals/read-totals.controller.js';
import { ReadTotalsHandler } from './features/read-totals/read-totals.js';
import { RecordFindingController } from './features/record-finding/record-finding.controller.js';
import { RecordFindingHandler } from './features/record-finding/record-finding.js';
import { RecordAssetStageController } from './features/record-asset-stage/record-asset-stage.controller.js';
import { RecordAssetStageHandler } from './features/record-asset-stage/record-asset-stage.js';
import { ReadRecountHandler } from './features/recount/read-recount.js';
import { RecountPageController } from './features/recount/page.controller.js';
import { RecountController } from './features/recount/recount.controller.js';
import { RecordOutcomeController } from './features/record-outcome/record-outcome.controller.js';
import { RecordOutcomeHandler } from './features/record-outcome/record-outcome.js';
import { RecordIncentiveController } from './features/record-incentive/record-incentive.controller.js';
import { RecordIncentiveHandler } from './features/record-incentive/record-incentive.js';
import { DisputeFigureController } from './features/dispute-figure/dispute-figure.controller.js';
import { DisputeFigureHandler } from './features/dispute-figure/dispute-figure.js';
import { RecordPublishedFigureController } from './features/record-published-figure/record-published-figure.controller.js';
import { RecordPublishedFigureHandler } from './features/record-published-figure/record-published-figure.js';
import { WithdrawOutcomeController } from './features/withdraw-outcome/withdraw-outcome.controller.js';
import { WithdrawOutcomeHandler } from './features/withdraw-outcome/withdraw-outcome.js';
import type { Inspectable } from './ledger/inspection.js';
import { Ledger } from './ledger/ledger.js';
import { NotWhole, type MovingIn } from './ledger/moving-in.js';
import { Watch } from './ledger/watch.js';
import { claimDataDir, openDatabase } from './open-database.js';
import { openStore, type LedgerHome } from './open-store.js';
import { itemKeyFileIn, type Settings } from './settings.js';

const controllers = [
  RecordOutcomeController,
  CorrectOutcomeController,
  WithdrawOutcomeController,
  RecordFindingController,
  RecordAssetStageController,
  CorrectAssetStageController,
  AgreeClaimWeightsController,
  LinkOutcomeController,
  RecordPublishedFigureController,
  DisputeFigureController,
  RecordIncentiveController,
  ChangeMeasuresController,
  ChangeProgrammeController,
  ImportOutcomesController,
  ImportRowsController,
  FoundingController,
  MembersController,
  RegisterController,
  UnitsController,
  KeysController,
  ReadOutcomeController,
  ListOutcomesController,
  ReadTotalsController,
  ReadClaimsController,
  ReadComparisonController,
  ComparisonPageController,
  RecountController,
  RecountPageController,
  ReadStatementController,
  ReadReconciliationsController,
  ReadValidationQueueController,
  ValidationQueuePageController,
  ReadIncentivesController,
  ReadProgrammesController,
  ReadEntriesController,
  ReadReceiptController,
  ReadCollaborationsController,
  ReadMeasuresController,
  ReadSchemasController,
  HealthController,
  ReadMetricsController,
  StatementPageController,
  ReconciliationsPageController,
  ClaimsPageController,
  OutcomesPageController,
  IncentivesPageController,
  ProgrammesPageController,
  OutcomePageController,
];

const handlers = [
  RecordOutcomeHandler,
  CorrectOutcomeHandler,
  WithdrawOutcomeHandler,
  RecordFindingHandler,
  RecordAssetStageHandler,
  CorrectAssetStageHandler,
  AgreeClaimWeightsHandler,
  LinkOutcomeHandler,
  UnlinkOutcomeHandler,
  RecordPublishedFigureHandler,
  DisputeFigureHandler,
  RecordIncentiveHandler,
  ChangeMeasuresHandler,
  ChangeProgrammeHandler,
  ImportOutcomesHandler,
  ImportRowsHandler,
  ChangeCollaborationHandler,
  ChangeRegisterHandler,
  ReadOutcomeHandler,
  ListOutcomesHandler,
  ReadTotalsHandler,
  ReadComparisonHandler,
  ReadRecountHandler,
  ReadStatementHandler,
  ReadReconciliationsHandler,
  ReadIncentivesHandler,
  ReadProgrammesHandler,
  ReadProjectHandler,
  ReadEntriesHandler,
  ReadReceiptHandler,
  ListCollaborationsHandler,
  ReadCollaborationHandler,
  ReadMeasuresHandler,
  ReadHealthHandler,
  ReadMetricsHandler,
];

/** What the service tells of itself. */
export interface Watched {
  readonly watch: Watch;
  readonly timings: HttpTimings;
}

/** Everything a person can do, over one ledger. */
@Module({})
export class AppModule {
  static over(ledger: Ledger, { watch, timings }: Watched): DynamicModule {
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot()],
      controllers,
      providers: [
        { provide: Ledger, useValue: ledger },
        { provide: Watch, useValue: watch },
        { provide: HttpTimings, useValue: timings },
        ...handlers,
      ],
    };
  }
}

export interface OpenedLedger extends LedgerHome {
  readonly ledger: Ledger;
  /** Where the key of item identities is. */
  readonly itemKeyFile: string;
  /** What the parts of this process tell of themselves: followers and adapters report to it, metrics and readiness read it. */
  readonly watch: Watch;
  /** The way in for entries that were made elsewhere. */
  readonly movingIn: MovingIn;
  /** What `doctor` looks at. */
  readonly inspectable: readonly Inspectable[];
  /** Makes this process the one server of its data directory; throws when another one serves it. A server of one's own takes any number. */
  claimServing(): Promise<void>;
  /** Closes the ledger, and the embedded database with it unless another process uses it. */
  close(): Promise<void>;
}

/** What a ledger is opened for: `whole` for use; `to fill` from an export; `to look` by the doctor. */
export type Opening = 'whole' | 'to fill' | 'to look';

type Places = Pick<Settings, 'dataDir' | 'databaseUrl'> & Partial<Pick<Settings, 'eventstoreUrl' | 'itemKeyFile'>>;

/**
 * Opens the ledger where the settings say: in the PostgreSQL of `DATABASE_URL`, or in the embedded one; the entries themselves in
 * EventStoreDB if `EVENTSTORE_URL` names one. The database is brought up to this program first. `log` takes one line for people at a time.
 * A ledger that is half filled from an export is refused (`NotWhole`), unless it is opened to be filled or looked at.
 */
export async function openLedger(
  places: Places,
  log: (message: string) => void,
  opening: Opening = 'whole',
): Promise<OpenedLedger> {
  const database = await openDatabase(places, log);
  const opened: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const part of opened.toReversed()) await part.close();
    await database.release();
  };
  try {
    await migrate(database.ownerUrl, log);
    const watch = new Watch();
    const home = { applicationUrl: database.applicationUrl, eventstoreUrl: places.eventstoreUrl };
    const { store, movingIn } = await openStore(home, watch, log);
    opened.push(store, movingIn);
    if (opening === 'whole') await refuseHalfFilled(movingIn);
    const model = await openReadModel({ url: database.applicationUrl });
    opened.push(model);
    const claimServing = async (): Promise<void> => {
      if (places.databaseUrl === undefined) opened.push(await claimDataDir(places.dataDir, database.ownerUrl, log));
    };
    const itemKeyPath = places.itemKeyFile ?? itemKeyFileIn(places.dataDir);
    const itemKey = itemKeyFile(itemKeyPath);
    const ledger = new Ledger(store, model, undefined, itemKey);
    const inspectable = [
      inspectPostgres(database.applicationUrl),
      inspectMigrations(database.ownerUrl),
      ...(home.eventstoreUrl === undefined ? [] : [inspectEventStoreDb(home.eventstoreUrl, store)]),
      inspectFigures(ledger),
      inspectItemKey(itemKey, itemKeyPath, ledger),
    ];
    return { ledger, ...home, itemKeyFile: itemKeyPath, watch, movingIn, inspectable, claimServing, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Figures of half a ledger would look like figures, and an entry of anybody's own would take a number that belongs to the export. */
async function refuseHalfFilled(movingIn: MovingIn): Promise<void> {
  const sha256 = await movingIn.fillingFrom();
  await movingIn.close();
  if (sha256 !== undefined) throw new NotWhole(sha256);
}
