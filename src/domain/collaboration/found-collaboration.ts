import { accept, refuse, type Decision } from '../decision.js';
import type { CollaborationId } from '../identifiers.js';
import type { Collaboration } from './collaboration.js';
import type { CollaborationFounded } from './events.js';

export interface FoundCollaboration {
  readonly collaboration: CollaborationId;
  readonly name: string;
  readonly model: CollaborationFounded['model'];
}

/** Decides on founding a collaboration. Nothing to do when it stands as asked; refuses contradicts-record when it stands otherwise. */
export function foundCollaboration(
  command: FoundCollaboration,
  collaboration: Collaboration | undefined,
): Decision<CollaborationFounded> {
  if (collaboration === undefined) return accept({ type: 'CollaborationFounded', ...command });
  const { name, model } = collaboration;
  if (name === command.name && model === command.model) return accept();
  return refuse({
    code: 'contradicts-record',
    field: 'collaboration',
    recorded: `${command.collaboration} is "${name}", ${model}`,
  });
}
