/** Whether laws are tried in full. */
export const isInFull = process.env['CI'] !== undefined;

/** How often a law that takes long is tried: all of its runs in continuous integration, and a fifth where a developer waits for `npm run check`. */
export const runs = (all: number): number => (isInFull ? all : Math.ceil(all / 5));
