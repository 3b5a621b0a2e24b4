import { existsSync } from 'node:fs';
import { mkdir, rename, rm, rmdir, stat } from 'node:fs/promises';

const CLAIMED_MS = 300_000;

/**
 * The flag by which Java takes the classes of the broker from an archive, already checked and laid out: it then starts in half the time, and the
 * suites start it dozens of times. The first to ask makes the archive, with `train`, which runs a broker with the flag that it is given and
 * lets it end; who comes meanwhile does without, and so does a Java for which the archive is not the right one.
 */
export async function classArchive(jars: string, train: (flag: string) => Promise<void>): Promise<string | undefined> {
  const archive = `${jars}.jsa`;
  const flag = `-XX:SharedArchiveFile=${archive}`;
  if (existsSync(archive)) return flag;
  const claim = `${archive}.making`;
  try {
    await mkdir(claim);
  } catch {
    await forgetIfOld(claim);
    return undefined;
  }
  const draft = `${archive}.draft`;
  try {
    await train(`-XX:ArchiveClassesAtExit=${draft}`);
    await rename(draft, archive);
    return flag;
  } catch {
    // It is only quicker with one.
    return undefined;
  } finally {
    await rm(draft, { force: true });
    await rmdir(claim);
  }
}

/** Whoever claimed it may have been killed. */
async function forgetIfOld(claim: string): Promise<void> {
  const made = await stat(claim).catch(() => undefined);
  if (made !== undefined && Date.now() - made.mtimeMs > CLAIMED_MS) await rmdir(claim).catch(() => undefined);
}
