import { Metadata, status, type ServiceError } from '@grpc/grpc-js';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What happens instead of the next reply: the connection is reset, nothing ever comes, or an error does. */
export type Mishap = 'reset' | 'silence' | ServiceError;

/** A mishap on the way of an append: before its events are written, or after they are and before the reply. */
export interface AppendFault {
  readonly when: 'before the commit' | 'after the commit';
  readonly then: Mishap;
}

/** A mishap on the way of a read or a subscription, once that many events have gone out. */
export interface ReadFault {
  readonly afterEvents: number;
  readonly then: Mishap;
}

/** What is to go wrong. Each fault happens once, to the next call of its kind; a place elsewhere lasts until it is taken back. */
export class Faults {
  readonly #appends: AppendFault[] = [];
  readonly #reads: ReadFault[] = [];
  #leader: Endpoint | undefined;

  onNextAppend(fault: AppendFault): void {
    this.#appends.push(fault);
  }

  onNextRead(fault: ReadFault): void {
    this.#reads.push(fault);
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

  takeRead(): ReadFault | undefined {
    return this.#reads.shift();
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
