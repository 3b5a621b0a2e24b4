import { createConnection, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';

/** Stands between a client and a server, so that a test can break the connection where it hurts. */
export interface CuttableProxy {
  /** The server's URL by way of the proxy. */
  readonly url: string;
  /** Requests still reach the server, answers no longer come back. Resolves at the first answer withheld. */
  withholdAnswers(): Promise<void>;
  /** Cuts all connections and refuses new ones. */
  cut(): void;
  restore(): void;
  close(): Promise<void>;
}

export async function cuttableProxy(serverUrl: string): Promise<CuttableProxy> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let refusing = false;
  let withheld: (() => void) | undefined;
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    track(client);
    if (refusing) return void client.destroy();
    const upstream = createConnection(Number(target.port), target.hostname);
    track(upstream);
    client.pipe(upstream);
    upstream.on('data', (answer) => (withheld ? withheld() : client.write(answer)));
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String(portOf(server.address()));
  const cut = (): void => {
    refusing = true;
    withheld = undefined;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    withholdAnswers: () => new Promise((resolve) => (withheld = resolve)),
    cut,
    restore: () => {
      refusing = false;
    },
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return address.port;
}
