import type { Schema } from '../../domain/shape-schema.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { About } from '../../web/message-about.js';

/** A command that may come as a message: how it is documented, and how it is carried out. */
export interface Submittable {
  /** What `ce_type` says: the command, and the version of its body. */
  readonly type: string;
  readonly summary: string;
  /** Attributes that the message must have besides those that all have. */
  readonly names: readonly ('ce_subject' | 'ce_revision')[];
  /** The body, which is that of the request over HTTP. */
  readonly body: Schema;
  readonly examples: Readonly<Record<string, object>>;
  /** Reads the body and carries the command out; gives what the same request is answered. Throws `Refused` or `Unreadable`. */
  take(ledger: Ledger, about: About, body: unknown): Promise<object>;
}
