import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

export interface AppliedMigration {
  readonly name: string;
  readonly sha256: string;
}

/** From `src/adapters/postgres` the project's top is three up, and one more from where the build puts this file. */
const PLACES = ['../../../migrations', '../../../../migrations'];

export async function readMigrations(): Promise<readonly Migration[]> {
  const directory = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(existsSync);
  if (directory === undefined) throw new Error('the directory migrations/ is missing from this installation');
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(names.map((name) => readMigration(directory, name)));
}

async function readMigration(directory: string, name: string): Promise<Migration> {
  const sql = await readFile(join(directory, name), 'utf8');
  return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
}

/**
 * The migrations still to run, in order. Throws when the database is not what this program's migrations would have made: it
 * then holds data this program could misread.
 */
export function pendingMigrations(
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] {
  for (const [index, done] of applied.entries()) {
    const migration = known[index];
    if (migration === undefined || !known.some(({ name }) => name === done.name)) {
      throw new Error(
        `The database has migration ${done.name}, which this version of Tallystick does not know. Run the newer version.`,
      );
    }
    if (migration.name !== done.name) {
      throw new Error(`Migration ${migration.name} would run after ${done.name}: migrations only go forward.`);
    }
    if (migration.sha256 !== done.sha256) {
      throw new Error(
        `Migration ${done.name} is not the file that was applied to this database (its SHA-256 was ${done.sha256}, ` +
          `now ${migration.sha256}). Put the file back; a change belongs in a new migration.`,
      );
    }
  }
  return known.slice(applied.length);
}
