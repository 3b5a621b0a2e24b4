import { describe, expect, it } from '@jest/globals';
import { day, given, id } from '../../../test/support/given-when-then.js';
import { accept, refuse } from '../decision.js';
import type { CollaborationId, ForceId } from '../identifiers.js';
import { evolveCollaboration, type Collaboration } from './collaboration.js';
import type { CollaborationEvent, CollaborationFounded } from './events.js';
import { foundCollaboration } from './found-collaboration.js';

const command = { collaboration: id<CollaborationId>('netic'), name: 'North East', model: 'shared-function' } as const;
const founded: CollaborationFounded = { type: 'CollaborationFounded', ...command };
const standing = given<Collaboration | undefined, CollaborationEvent>(evolveCollaboration, undefined, founded);

describe('founding a collaboration', () => {
  it('records it', () => {
    expect(foundCollaboration(command, undefined)).toStrictEqual(accept(founded));
  });

  it('has nothing left to do when it stands as asked', () => {
    expect(foundCollaboration(command, standing)).toStrictEqual(accept());
  });

  it.each([
    ['name', { ...command, name: 'NETIC' }],
    ['model', { ...command, model: 'outsourcing' as const }],
  ])('is refused with another %s', (_, other) => {
    const recorded = 'netic is "North East", shared-function';
    expect(foundCollaboration(other, standing)).toStrictEqual(
      refuse({ code: 'contradicts-record', field: 'collaboration', recorded }),
    );
  });
});

describe('a collaboration', () => {
  it('starts with nobody in it, at revision 0', () => {
    const { collaboration, name, model } = command;
    const nobody = { members: new Map(), functions: new Map(), units: new Map(), keys: new Map() };
    expect(standing).toStrictEqual({ id: collaboration, name, model, ...nobody, revision: 0 });
  });

  it('is none before it is founded', () => {
    const { collaboration } = command;
    const stray = { type: 'MemberLeft', collaboration, force: id<ForceId>('durham'), to: day('2012-04-01') } as const;
    expect(evolveCollaboration(undefined, stray)).toBeUndefined();
  });
});
