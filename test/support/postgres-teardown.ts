import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Jest's globalTeardown: tells the keeper that the run is over, and waits until it has cleared up. */
export default async function tearDown(): Promise<void> {
  const directory = process.env['TALLYSTICK_TEST_RUN'];
  const keeper = Number(process.env['TALLYSTICK_TEST_KEEPER']);
  if (directory === undefined || !Number.isInteger(keeper)) return;
  process.kill(keeper, 'SIGTERM');
  for (let attempt = 0; attempt < 400 && existsSync(directory); attempt += 1) await sleep(25);
}
