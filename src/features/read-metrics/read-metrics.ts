import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Ledger } from '../../ledger/ledger.js';
import { readVitals } from '../../ledger/vitals.js';
import { Watch } from '../../ledger/watch.js';
import { metricsText } from './exposition.js';
import { HttpTimings } from './http-timings.js';

/** Metrics as text for Prometheus. */
export class ReadMetrics extends Query<string> {}

@QueryHandler(ReadMetrics)
export class ReadMetricsHandler implements IQueryHandler<ReadMetrics> {
  constructor(
    private readonly ledger: Ledger,
    private readonly watch: Watch,
    private readonly timings: HttpTimings,
  ) {}

  async execute(): Promise<string> {
    return metricsText({ vitals: await readVitals(this.ledger, this.watch), http: this.timings.all() });
  }
}
