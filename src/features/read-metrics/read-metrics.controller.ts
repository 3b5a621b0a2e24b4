import { Controller, Get, Header } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiReads } from '../../web/api-docs.js';
import { METRICS_TYPE } from './exposition.js';
import { ReadMetrics } from './read-metrics.js';

/** At the top, where Prometheus looks unless told otherwise. */
@Controller('metrics')
export class ReadMetricsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Header('content-type', METRICS_TYPE)
  @Header('cache-control', 'no-store')
  @ApiReads({
    summary: 'Metrics for Prometheus: lag of each follower, queue and batches of the writer, durations by route',
    answer: '# TYPE tallystick_follower_lag_entries gauge\ntallystick_follower_lag_entries{follower="projector"} 0\n',
    mediaType: 'text/plain',
  })
  read(): Promise<string> {
    return this.queries.execute(new ReadMetrics());
  }
}
