import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { codeOf } from './failures.js';
import { exists, writeWhole } from './files.js';
import type { Places } from './places.js';

export interface Secrets {
  readonly owner: string;
  readonly application: string;
}

/** The passwords of this cluster, made up at random before the cluster itself is. */
export async function readOrCreateSecrets(places: Places): Promise<Secrets> {
  const text = await readIfThere(places);
  if (text !== undefined) return parseSecrets(text, places);
  if (await exists(places.cluster)) {
    throw new Error(
      `${places.secrets} is missing, and without its passwords the database in ${places.cluster} cannot be opened. ` +
        'Put the file back from a backup.',
    );
  }
  const secrets = { owner: randomBytes(24).toString('base64url'), application: randomBytes(24).toString('base64url') };
  await writeWhole(places.secrets, `owner=${secrets.owner}\napplication=${secrets.application}\n`);
  return secrets;
}

async function readIfThere(places: Places): Promise<string | undefined> {
  try {
    return await readFile(places.secrets, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (codeOf(error) !== 'EACCES') throw error;
    throw new Error(
      `${places.secrets} belongs to another user. Run Tallystick as that user, or set DATA_DIR to a directory of your own.`,
      {
        cause: error,
      },
    );
  }
}

function parseSecrets(text: string, places: Places): Secrets {
  const owner = /^owner=(\S+)$/m.exec(text)?.[1];
  const application = /^application=(\S+)$/m.exec(text)?.[1];
  if (owner !== undefined && application !== undefined) return { owner, application };
  throw new Error(
    `${places.secrets} does not hold the two passwords "owner" and "application". Put the file back from a backup.`,
  );
}
