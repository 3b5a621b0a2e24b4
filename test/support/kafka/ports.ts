import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that the system gives to whoever connects: one of those could be taken while a broker that is to come back is away. */
const RANGE = { from: 10_000, to: 32_000 };

/** A port of the loopback address on which nobody listens, and that nobody is given by chance. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = RANGE.from + Math.floor(Math.random() * (RANGE.to - RANGE.from));
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch {
    return false;
  }
}
