import type { CollaborationId } from '../domain/identifiers.js';
import type { Ledger } from './ledger.js';

/** The collaboration that is meant where nobody named one: that of the first outcome on record, or else the first there is; `undefined` without any. */
export async function usualCollaboration({ agreements, model }: Ledger): Promise<CollaborationId | undefined> {
  const [first] = (await model.outcomes({ limit: 1 })).rows.map(({ outcome }) => outcome);
  if (first !== undefined && first.status !== 'unrecorded') return first.collaboration;
  return (await agreements.collaborations())[0]?.id;
}
