import { Followers } from './follower-state.js';
import { WriterState } from './writer-state.js';

/**
 * What the parts of one process tell of themselves, for metrics and readiness. One is made for each process and handed to whoever
 * reports; reading it asks nobody and waits for nothing.
 */
export class Watch {
  readonly followers = new Followers();
  readonly writer = new WriterState();
}
