import { Distribution, type Counted } from '../../ledger/distribution.js';

/** Bounds in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** How long answers to one route took, with one kind of status. */
export interface TimedRoute {
  readonly method: string;
  /** As it was declared, such as `/api/v1/outcomes/:id`: never an address with somebody's id in it. */
  readonly route: string;
  /** `2xx`, `4xx` … */
  readonly status: string;
  readonly seconds: Counted;
}

/** Takes the duration of one answer, in seconds. */
export type TakeTime = (statusCode: number, seconds: number) => void;

/** How long answers took, by route and status. What is counted for each route is found once, when the route is declared. */
export class HttpTimings {
  readonly #routes: {
    readonly method: string;
    readonly route: string;
    readonly byStatus: (Distribution | undefined)[];
  }[] = [];

  route(method: string, route: string): TakeTime {
    const byStatus: (Distribution | undefined)[] = [];
    this.#routes.push({ method, route, byStatus });
    return (statusCode, seconds) => {
      const hundreds = Math.trunc(statusCode / 100);
      (byStatus[hundreds] ??= new Distribution(BOUNDS)).add(seconds);
    };
  }

  /** Every route that was asked for, with each kind of status that it answered. */
  all(): readonly TimedRoute[] {
    return this.#routes.flatMap(({ method, route, byStatus }) =>
      byStatus.flatMap((taken, hundreds) =>
        taken === undefined ? [] : [{ method, route, status: `${hundreds}xx`, seconds: taken.counted() }],
      ),
    );
  }
}
