import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Jest's globalSetup: sets a keeper of the test server going, and does not wait for it. */
export default function setUp(): void {
  const directory = mkdtempSync(join(tmpdir(), 'tallystick-test-'));
  chmodSync(directory, 0o711);
  const support = join(process.cwd(), 'test/support');
  const keeper = spawn(
    process.execPath,
    ['--import', join(support, 'import-typescript.ts'), join(support, 'postgres-keeper.ts'), directory],
    { stdio: ['pipe', 'ignore', 'inherit'], detached: true },
  );
  keeper.unref();
  if (keeper.stdin instanceof Socket) keeper.stdin.unref();
  process.env['TALLYSTICK_TEST_RUN'] = directory;
  process.env['TALLYSTICK_TEST_KEEPER'] = String(keeper.pid);
}
