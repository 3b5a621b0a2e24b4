import { createInterface } from 'node:readline';
import { openEmbeddedPostgres } from '../../src/adapters/embedded-postgres/embedded-postgres.js';

// A process that opens the embedded PostgreSQL of a directory, prints one line, and releases it when its input ends.
const [dataDir = ''] = process.argv.slice(2);

function say(value: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

try {
  const messages: string[] = [];
  const postgres = await openEmbeddedPostgres({ dataDir, log: (message) => messages.push(message) });
  say({ ownerUrl: postgres.ownerUrl, applicationUrl: postgres.applicationUrl, messages });
  createInterface({ input: process.stdin }).on('close', () => {
    void postgres.release().then(() => process.exit(0));
  });
} catch (error) {
  say({ failure: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}
