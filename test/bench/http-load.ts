/**
 * Sends requests over keep-alive connections, each its next as soon as the last is answered, and counts the answers. Runs as a process of its own, on bare
 * sockets: a load generator that costs more than the servers would measure itself.
 *
 * Takes a job as JSON on standard input, gives the result as JSON on standard output.
 */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';

export interface LoadJob {
  readonly port: number;
  readonly connections: number;
  readonly durationMs: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly bodies: readonly string[];
  readonly expectedStatus: number;
}

export interface LoadResult {
  readonly answered: number;
  readonly perSecond: number;
  readonly unexpected: readonly string[];
}

const HEAD_END = '\r\n\r\n';

async function run(job: LoadJob): Promise<LoadResult> {
  const unexpected: string[] = [];
  let answered = 0;
  let next = 0;
  const begun = performance.now();
  const endAt = begun + job.durationMs;
  const request = (): string => {
    if (job.method === 'GET') return `GET ${job.path} HTTP/1.1\r\nhost: 127.0.0.1:${job.port}\r\n\r\n`;
    const body = job.bodies[next++ % job.bodies.length] ?? '';
    return `POST ${job.path} HTTP/1.1\r\nhost: 127.0.0.1:${job.port}\r\ncontent-type: application/json\r\nidempotency-key: ${randomUUID()}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  };
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket: Socket = connect(job.port, '127.0.0.1');
      socket.setNoDelay(true);
      let received = '';
      socket.on('error', reject);
      socket.on('connect', () => socket.write(request()));
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1');
        const head = received.indexOf(HEAD_END);
        if (head === -1) return;
        const length = /\r\ncontent-length: (\d+)/i.exec(received.slice(0, head))?.[1];
        if (length === undefined) {
          reject(new Error(`no content-length in ${received.slice(0, 200)}`));
          return;
        }
        if (received.length < head + HEAD_END.length + parseInt(length, 10)) return;
        const status = parseInt(received.slice(9, 12), 10);
        if (status === job.expectedStatus) answered += 1;
        else if (unexpected.length < 5) unexpected.push(received.slice(0, 500));
        received = '';
        if (performance.now() < endAt) {
          socket.write(request());
          return;
        }
        socket.end();
        resolve();
      });
    });
  await Promise.all(Array.from({ length: job.connections }, one));
  return { answered, perSecond: (1000 * answered) / (performance.now() - begun), unexpected };
}

let input = '';
for await (const chunk of process.stdin) input += String(chunk);
process.stdout.write(JSON.stringify(await run(JSON.parse(input) as LoadJob)));
