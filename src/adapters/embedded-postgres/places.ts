import { join } from 'node:path';

/** Where everything of one embedded PostgreSQL lies, and where its messages go. */
export interface Places {
  readonly dataDir: string;
  readonly cluster: string;
  readonly clusterInTheMaking: string;
  readonly secrets: string;
  readonly lock: string;
  readonly serverLog: string;
  readonly log: (message: string) => void;
}

export function filesOf(dataDir: string, log: (message: string) => void): Places {
  return {
    dataDir,
    cluster: join(dataDir, 'postgres'),
    clusterInTheMaking: join(dataDir, 'postgres.initialising'),
    secrets: join(dataDir, 'postgres.secrets'),
    lock: join(dataDir, 'postgres.lock'),
    serverLog: join(dataDir, 'postgres.log'),
    log,
  };
}
