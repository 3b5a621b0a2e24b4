import type { Credentials } from '@eventstore/db-client';

/** Where EventStoreDB is and as whom to go there. */
export interface Address {
  readonly url: string;
  /** Sent with every call: without them the client would append in a way that ignores deadlines. */
  readonly credentials: Credentials;
  /** Whether the server asks nobody who they are. */
  readonly isInsecure: boolean;
  /** The hosts, for messages: the address itself holds a password. */
  readonly hosts: string;
}

const FORM =
  /^esdb(?:\+discover)?:\/\/(?:(?<user>[^:@/]+):(?<password>[^@/]+)@)?(?<hosts>[^@/?]+)\/?(?<options>\?.*)?$/;
/** An insecure server asks for none, and the client sends none. */
const NOBODY: Credentials = { username: 'tallystick', password: 'tallystick' };

/** Takes a connection string apart. Throws a `TypeError` that says what it should look like, and does not repeat it. */
export function addressFrom(url: string): Address {
  const { user, password, hosts, options } = FORM.exec(url.trim())?.groups ?? {};
  if (hosts === undefined) {
    throw new TypeError('an address of EventStoreDB looks like esdb://user:password@host:2113?tls=true');
  }
  const isInsecure = /[?&]tls=false(?:&|$)/i.test(options ?? '');
  if (user === undefined || password === undefined) {
    if (!isInsecure)
      throw new TypeError('the address of EventStoreDB has to name user and password, unless it says tls=false');
    return { url: url.trim(), credentials: NOBODY, isInsecure, hosts };
  }
  const credentials = { username: decodeURIComponent(user), password: decodeURIComponent(password) };
  return { url: url.trim(), credentials, isInsecure, hosts };
}
