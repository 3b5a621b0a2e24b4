import type pg from 'pg';
import { StoreAway } from '../../ledger/event-store.js';

/** `remote_apply` waits for more than `on`, never for less. */
const ACCEPTED = {
  fsync: ['on'],
  synchronous_commit: ['on', 'remote_apply'],
  full_page_writes: ['on'],
} as const;

/** The server would acknowledge entries that a power cut can take away, so nothing is written to it. */
export class NotDurable extends StoreAway {
  override readonly name = 'NotDurable';
}

/**
 * The settings, as `name=value`, under which this connection could lose an acknowledged entry; none on a sound server. Ask on
 * a connection of the application's own role: settings can differ by role and database.
 */
export async function unsafeSettings(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    'SELECT name, setting FROM pg_settings WHERE name = ANY ($1)',
    [Object.keys(ACCEPTED)],
  );
  const settings = new Map(rows.map(({ name, setting }) => [name, setting]));
  return Object.entries(ACCEPTED)
    .map(([name, accepted]) => ({ name, accepted: accepted.map(String), setting: settings.get(name) ?? 'unknown' }))
    .filter(({ accepted, setting }) => !accepted.includes(setting))
    .map(({ name, setting }) => `${name}=${setting}`);
}

/** Throws `NotDurable`, naming the settings. */
export async function assertDurable(client: pg.ClientBase): Promise<void> {
  const unsafe = await unsafeSettings(client);
  if (unsafe.length === 0) return;
  throw new NotDurable(
    `PostgreSQL runs with ${unsafe.join(' and ')}: a power cut could lose entries that were already acknowledged. ` +
      'Tallystick writes nothing until that is put right.',
  );
}
