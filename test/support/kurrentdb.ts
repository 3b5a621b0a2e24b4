/** A KurrentDB to test against. */
export interface FoundKurrentDb {
  readonly url: string;
  readonly close: () => Promise<unknown>;
}

const IMAGE = 'kurrentplatform/kurrentdb:25.0';

/** The KurrentDB that EVENTSTORE_URL names, or one in a container where a Docker engine answers; otherwise there is none. */
export async function findKurrentDb(): Promise<FoundKurrentDb | undefined> {
  const url = process.env['EVENTSTORE_URL'];
  if (url !== undefined && url !== '') return { url, close: () => Promise.resolve() };
  if (!(await dockerAnswers())) return undefined;
  const { KurrentDbContainer } = await import('@testcontainers/kurrentdb');
  const container = await new KurrentDbContainer(IMAGE).start();
  // Our client goes by the name that the protocol had before.
  return { url: container.getConnectionString().replace(/^kurrentdb:/, 'esdb:'), close: () => container.stop() };
}

async function dockerAnswers(): Promise<boolean> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  try {
    await getContainerRuntimeClient();
    return true;
  } catch {
    return false;
  }
}

/** Why the connection to a server cannot be cut by a proxy on the way; `undefined` when it can. */
export function whyNoRoad(url: string): string | undefined {
  if (/,|\+discover:|@.*@/.test(url)) return 'a cluster is reached by several roads';
  return /[?&]tls=false\b/i.test(url) ? undefined : 'TLS knows the server by its name, which a proxy does not have';
}
