import { Socket } from 'node:net';
import pg from 'pg';

/** A connection as owner to the database that every cluster has, for what concerns the cluster as a whole. */
export async function openAsOwner(
  port: number,
  password: string,
  applicationName: string,
  socket = new Socket(),
): Promise<pg.Client> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    stream: () => socket,
  });
  // Without a listener a connection that breaks while idle would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
