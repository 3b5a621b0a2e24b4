import { openPostgresEventStore } from '../../src/adapters/postgres/event-store.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { openReadModel } from '../../src/adapters/postgres/read-model.js';
import type { PersonId } from '../../src/domain/identifiers.js';
import { catchUp, runProjector } from '../../src/ledger/projector.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { Watch } from '../../src/ledger/watch.js';
import { closeService, createService } from '../../src/service.js';
import { Log } from '../../src/web/log.js';
import { freshDatabase } from './postgres.js';
import { id } from './given-when-then.js';
import { loadGround } from './ground.js';
import { itemKeyOf } from './ledgers.js';

export interface TestService {
  readonly url: string;
  readonly ledger: Ledger;
  /** What the parts of the service report to. */
  readonly watch: Watch;
  /** Lines that the service has logged. */
  readonly logged: string[];
  /** Until the figures at rest have taken in all that is recorded now. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
}

const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);

/** The service as it runs: on a real PostgreSQL with a database of its own, listening on a free port, with the ground of `loadGround` in its ledger. */
export async function startService(label: string): Promise<TestService> {
  const database = await freshDatabase(label, migrated);
  // Rights on a database are not copied with its template.
  await migrated(database.ownerUrl);
  const watch = new Watch();
  const store = await openPostgresEventStore({ url: database.applicationUrl, writer: watch.writer });
  const model = await openReadModel({ url: database.applicationUrl });
  const ledger = new Ledger(store, model, undefined, itemKeyOf('the item key of services in tests'));
  await loadGround(ledger, id<PersonId>('ground'));
  const logged: string[] = [];
  const app = await createService(ledger, new Log('warn', (line) => logged.push(line)), watch);
  await app.listen(0, '127.0.0.1');
  const ending = new AbortController();
  const follower = watch.followers.follower('projector');
  const projecting = { store, model, log: (line: string) => void logged.push(line), follower };
  const projector = runProjector(projecting, ending.signal);
  return {
    url: (await app.getUrl()).replace(/\/$/, ''),
    ledger,
    watch,
    logged,
    caughtUp: async () => {
      await catchUp(projecting);
    },
    stop: async () => {
      await closeService(app);
      ending.abort();
      await projector;
      await store.close();
      await model.close();
      await database.drop();
    },
  };
}
