import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiReads } from '../../web/api-docs.js';
import { API } from '../../web/outcome-answer.js';
import { problem, Refused } from '../../web/problems.js';
import { ReadHealth, type Health } from './read-health.js';

/** At the top as well, where those who watch over services look first. */
@Controller(['health', `${API}/health`])
export class HealthController {
  constructor(private readonly queries: QueryBus) {}

  @Get('live')
  @ApiReads({ summary: 'Whether the service runs', answer: { status: 'live' } })
  live(): object {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiReads({
    summary: 'Whether it can record and answer: the database is reachable and figures are complete',
    answer: {
      status: 'ready',
      database: 'reachable',
      entry: 1187,
      projector: { entry: 1187, lag: 0, stoppedBecause: null },
    },
  })
  async ready(): Promise<object> {
    const { isReady, ...health } = await this.queries.execute(new ReadHealth());
    if (!isReady) throw new Refused(problem('not-ready', whyNot(health)), health);
    return { status: 'ready', ...health };
  }
}

function whyNot({ projector, database }: Omit<Health, 'isReady'>): string {
  if (database === 'away') return 'The database does not answer.';
  return `Figures are incomplete since entry ${projector?.entry ?? -1}: ${projector?.stoppedBecause ?? 'the projector stopped'}.`;
}
