import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

interface Link {
  readonly client: Socket;
  readonly upstream: Socket;
}

/** The road to the server, which tests block. It keeps its port, whether it is open or not. */
export class Network {
  readonly #links = new Set<Link>();
  readonly #server = createServer({ pauseOnConnect: true, noDelay: true }, (client) => this.#admit(client));
  #port = 0;
  #silent = false;

  /** `target` is the port of the server proper. */
  constructor(private readonly target: number) {}

  get port(): number {
    return this.#port;
  }

  async open(): Promise<void> {
    if (this.#server.listening) return;
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Connections are refused from now on, and those there are end as when the server's process is killed. */
  async shut(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.resetAll();
    await once(this.#server, 'close');
  }

  /** Whoever connects is let in, and then nothing passes any more, in neither direction. */
  silence(): void {
    this.#silent = true;
    for (const { client, upstream } of this.#links) {
      client.unpipe(upstream).pause();
      upstream.unpipe(client).pause();
    }
  }

  /** Ends the silence; what was under way in it is lost. */
  speak(): void {
    this.#silent = false;
    this.resetAll();
  }

  resetAll(): void {
    for (const link of this.#links) this.#reset(link);
  }

  /** Resets the connection that the server proper knows by its peer, such as `127.0.0.1:40123`. */
  reset(peer: string): void {
    for (const link of this.#links) if (peer.endsWith(`:${link.upstream.localPort}`)) this.#reset(link);
  }

  #admit(client: Socket): void {
    const upstream = createConnection({ port: this.target, host: '127.0.0.1', noDelay: true });
    const link = { client, upstream };
    this.#links.add(link);
    const end = (): void => {
      this.#links.delete(link);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
    if (!this.#silent) {
      client.pipe(upstream);
      upstream.pipe(client);
    }
  }

  #reset({ client, upstream }: Link): void {
    client.resetAndDestroy();
    upstream.destroy();
  }
}
