import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file and the SHA-256 of what it holds, in lower-case hexadecimal. */
export interface DigestedFile {
  /** Below the directory that was asked for. */
  readonly path: string;
  readonly sha256: string;
}

/**
 * Digests every file in a directory and below it, in the order of their paths. Links are not followed: what they lead to may lie
 * elsewhere and change. Throws the file system's error for what cannot be read, because a file left out would look like one missing.
 */
export async function filesIn(
  directory: string,
  onProgress: (files: number, of: number) => void,
): Promise<readonly DigestedFile[]> {
  const items = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = items
    .filter((item) => item.isFile())
    .map((item) => relative(directory, join(item.parentPath, item.name)))
    .sort();
  const files: DigestedFile[] = [];
  for (const path of paths) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(directory, path)), hash);
    files.push({ path, sha256: hash.digest('hex') });
    onProgress(files.length, paths.length);
  }
  return files;
}
