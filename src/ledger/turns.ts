/**
 * Lets works of one name go one after another, in the order in which they came, and works of different names beside each other. Within one copy of the
 * application many claimers of one item then do not overtake one another at each step; between copies the stream's revision decides.
 */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Gives what the work gives, or throws what it throws; a work that fails holds nobody up. */
  take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(name) ?? Promise.resolve();
    const own = before.then(work);
    const over = own.then(
      () => undefined,
      () => undefined,
    );
    this.last.set(name, over);
    void over.then(() => {
      if (this.last.get(name) === over) this.last.delete(name);
    });
    return own;
  }
}
