/** Text that is not what it should be; the message says why, for the person who sent it. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';

  constructor(
    /** Where in the text the trouble is: a path such as `outcome.substances[0].quantity`, or empty for the whole. */
    readonly field: string,
    readonly reason: string,
  ) {
    super(field === '' ? reason : `${field}: ${reason}`);
  }
}
