/** What `serve` consists of. Each may also run in a process of its own, any number of times. */
export const SERVED = ['web', 'projector', 'relay', 'intake'] as const;
export type Served = (typeof SERVED)[number];
