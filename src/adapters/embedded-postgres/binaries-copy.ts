import { randomBytes } from 'node:crypto';
import { chmod, copyFile, lstat, mkdir, readFile, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from './failures.js';
import { exists } from './files.js';
import type { Places } from './places.js';

const SYSTEM_DIRECTORY = '/var/lib/tallystick';

/**
 * PostgreSQL's programs, copied to where the account it runs as can reach them: a checkout below a home directory that is
 * closed to others cannot be entered by that account. Only root comes here. The copy is compared byte by byte each time.
 */
export async function copyForAccount(native: string, name: string, places: Places): Promise<string> {
  const copy = join(SYSTEM_DIRECTORY, name);
  try {
    await mkdir(SYSTEM_DIRECTORY, { recursive: true, mode: 0o755 });
    await chmod(SYSTEM_DIRECTORY, 0o755);
    if ((await exists(copy)) && (await isSameTree(native, copy))) return copy;
    const draft = `${copy}.${randomBytes(6).toString('hex')}.new`;
    try {
      await copyTree(native, draft);
      if (!(await isSameTree(native, draft))) throw new Error('the copy differs from the original');
      await rm(copy, { recursive: true, force: true });
      await rename(draft, copy);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  } catch (error) {
    throw new Error(
      `The account that PostgreSQL runs as cannot reach its programs in ${native}, and copying them to ${copy} failed: ` +
        `${messageOf(error)} Move the checkout to a directory that others may enter, such as /opt.`,
      { cause: error },
    );
  }
  places.log(`copied PostgreSQL's programs to ${copy}, because the account it runs as cannot reach ${native}`);
  return copy;
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else {
      await copyFile(source, target);
      await chmod(target, ((await lstat(source)).mode & 0o100) === 0 ? 0o644 : 0o755);
    }
  }
}

/** The same names and bytes, belonging to root and closed to changes by anybody else. */
async function isSameTree(original: string, copy: string): Promise<boolean> {
  const [left, right] = await Promise.all([readdir(original, { withFileTypes: true }), readdir(copy)]);
  if (left.length !== right.length) return false;
  for (const entry of left) {
    const [source, target] = [join(original, entry.name), join(copy, entry.name)];
    if (!(await exists(target))) return false;
    const found = await lstat(target);
    if (found.uid !== 0) return false;
    if (entry.isSymbolicLink()) {
      if (!found.isSymbolicLink() || (await readlink(source)) !== (await readlink(target))) return false;
    } else if (entry.isDirectory()) {
      if (!found.isDirectory() || isLoose(found.mode, 0o755) || !(await isSameTree(source, target))) return false;
    } else if (!found.isFile() || isLoose(found.mode, 0o644) || !(await hasSameBytes(source, target))) return false;
  }
  return true;
}

/** Writable by others, or not open enough to be read by them. */
function isLoose(mode: number, needed: number): boolean {
  return (mode & 0o022) !== 0 || (mode & needed) !== needed;
}

async function hasSameBytes(source: string, target: string): Promise<boolean> {
  const [left, right] = await Promise.all([lstat(source), lstat(target)]);
  if (left.size !== right.size) return false;
  return (await readFile(source)).equals(await readFile(target));
}
