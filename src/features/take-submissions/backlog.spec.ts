import { describe, expect, it } from '@jest/globals';
import { Follower } from '../../ledger/follower-state.js';
import { Backlog } from './backlog.js';

describe('what waits', () => {
  it('is added up over the partitions that are this process’s, and gets older by itself', () => {
    const follower = new Follower('intake');
    let now = 10_000;
    const backlog = new Backlog(follower, () => now);
    backlog.waits('t/0', 3, 4_000);
    backlog.waits('t/1', 2, 6_000);
    expect(follower.state().behind).toEqual({ items: 5, seconds: 6 });
    now = 11_000;
    backlog.report();
    expect(follower.state().behind).toEqual({ items: 5, seconds: 7 });
    backlog.assigned(['t/1', 't/2']);
    expect(follower.state().behind).toEqual({ items: 2, seconds: 5 });
    backlog.waits('t/1', 0, undefined);
    expect(follower.state().behind).toEqual({ items: 0, seconds: 0 });
  });

  it('is never younger than nothing, whatever its sender’s clock says', () => {
    const follower = new Follower('intake');
    new Backlog(follower, () => 1_000).waits('t/0', 1, 5_000);
    expect(follower.state().behind).toEqual({ items: 1, seconds: 0 });
  });
});
