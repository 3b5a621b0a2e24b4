import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiReads } from '../../web/api-docs.js';
import { API } from '../../web/outcome-answer.js';
import { problem, Refused } from '../../web/problems.js';
import { ReadHealth } from './read-health.js';

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
    summary: 'Whether it is ready, degraded for named reasons, or unavailable (503): then it can answer nothing',
    answer: {
      status: 'degraded',
      reads: true,
      writes: true,
      reasons: [{ code: 'broker-away', part: 'relay', detail: 'No broker answers.' }],
      database: 'reachable',
      entry: 1187,
      projector: { entry: 1187, lag: 0, stoppedBecause: null },
      followers: [
        { name: 'projector', standing: 'following', lag: { items: 0, seconds: 0 } },
        { name: 'relay', standing: 'away', lag: { items: 12, seconds: 3.5 } },
      ],
    },
  })
  async ready(): Promise<object> {
    const health = await this.queries.execute(new ReadHealth());
    if (health.status !== 'unavailable') return health;
    const { status: _, ...found } = health;
    throw new Refused(problem('not-ready', found.reasons.map(({ detail }) => detail).join(' ')), found);
  }
}
