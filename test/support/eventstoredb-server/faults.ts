import { Metadata, status, type ServiceError } from '@grpc/grpc-js';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What happens instead of the next reply: the connection is reset, nothing ever comes, or an error does. */
export type Mishap = 'reset' | 'silence' | ServiceError;

/**
 * A mishap on the way of an append: before its events are written, or after they are and before the reply; or half a second before they
 * are, because the server has the append already and takes its time.
 */
export interface AppendFault {
  readonly when: 'before the commit' | 'after the commit' | 'long before the commit';
  readonly then: Mishap;
}

/** How long "long before" is: longer than the deadline of whoever sent the append should be. */
export const LATE_MS = 500;

/** A mishap on the way of a read or a subscription, once that many events have gone out. */
export interface ReadFault {
  readonly afterEvents: number;
  readonly then: Mishap;
}

/** What is to go wrong. Each fault happens once, to the next call of its kind; a place elsewhere lasts until it is taken back. */
export class Faults {
  readonly #appends: AppendFault[] = [];
  readonly #reads: ReadFault[] = [];
  readonly #subscriptions: ReadFault[] = [];
  /** How long a subscription takes to look at one record, whether its filter lets it pass or not. */
  lookMs = 0;
  #leader: Endpoint | undefined;

  onNextAppend(fault: AppendFault): void {
    this.#appends.push(fault);
  }

  onNextRead(fault: ReadFault): void {
    this.#reads.push(fault);
  }

  onNextSubscription(fault: ReadFault): void {
    this.#subscriptions.push(fault);
  }

  /** How many faults wait for their call. */
  get left(): number {
    return this.#appends.length + this.#reads.length + this.#subscriptions.length;
  }

  /** From now on this server follows `leader` and takes no append; without one it leads again. */
  follow(leader: Endpoint | undefined): void {
    this.#leader = leader;
  }

  get leader(): Endpoint | undefined {
    return this.#leader;
  }

  takeAppend(): AppendFault | undefined {
    return this.#appends.shift();
  }

  takeRead(isSubscription: boolean): ReadFault | undefined {
    return isSubscription ? this.#subscriptions.shift() : this.#reads.shift();
  }
}

function failure(code: status, details: string, trailers: Readonly<Record<string, string>> = {}): ServiceError {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

/** The errors as KurrentDB sends them: a gRPC status, and what exactly it is in the trailers. */
export const failures = {
  notLeader: ({ address, port }: Endpoint): ServiceError =>
    failure(status.NOT_FOUND, 'Leader info available', {
      exception: 'not-leader',
      'leader-endpoint-host': address,
      'leader-endpoint-port': String(port),
    }),
  appendTooLarge: (limit: number): ServiceError =>
    failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(limit),
    }),
  accessDenied: (): ServiceError => failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }),
  deadlineExceeded: (): ServiceError => failure(status.DEADLINE_EXCEEDED, 'Deadline exceeded'),
  timeout: (): ServiceError => failure(status.ABORTED, 'Operation timed out'),
  notReady: (): ServiceError => failure(status.UNAVAILABLE, 'Server Is Not Ready'),
  notSupported: (what: string): ServiceError => failure(status.UNIMPLEMENTED, what),
};
