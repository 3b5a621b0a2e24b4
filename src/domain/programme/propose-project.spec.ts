import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../../test/support/given-when-then.js';
import { change, decided, FORENSICS, proposal } from '../../../test/support/programme.js';
import { CLEVELAND, contextAfter, restingOn, TODAY, WEST } from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import { OUTSIDE, type ForceId } from '../identifiers.js';
import { emptyProgramme } from './programme.js';
import { proposeProject } from './propose-project.js';

describe('proposing a project', () => {
  it('is recorded, with the revisions that it rests on', () => {
    expect(decided(proposal())).toStrictEqual(accept({ ...proposal(), restsOn: restingOn() }));
  });

  it('may name a force that is to join for it', () => {
    const joining = proposal({ participants: [CLEVELAND] });
    expect(decided(joining)).toStrictEqual(accept({ ...joining, restsOn: restingOn() }));
  });

  it('leaves nothing to do when it stands as proposed, whatever became of it', () => {
    expect(decided(proposal(), proposal())).toStrictEqual(accept());
    expect(decided(proposal(), proposal(), change('rejected', '2010-03-01'))).toStrictEqual(accept());
  });

  it('keeps a rejected one beside the next of another name', () => {
    const again = proposal({ project: id('shared-forensics-2') });
    expect(decided(again, proposal(), change('rejected', '2010-03-01'))).toMatchObject({ accepted: true });
  });
});

describe('proposing a project is refused', () => {
  it('when one of that name was proposed otherwise', () => {
    const recorded = 'shared-forensics is "Shared forensics", proposed on 2010-02-22 in the area specialist-operations';
    expect(decided(proposal({ model: 'lead-force' }), proposal())).toStrictEqual(
      refuse({ code: 'contradicts-record', field: 'project', recorded }),
    );
  });

  it('when nobody takes part', () => {
    expect(decided(proposal({ participants: [] }))).toStrictEqual(
      refuse({ code: 'no-participants', project: FORENSICS }),
    );
  });

  it('when somebody takes part whom nobody registered; the bucket outside never is', () => {
    for (const force of [id<ForceId>('gotham'), OUTSIDE])
      expect(decided(proposal({ participants: [CLEVELAND, force] }))).toStrictEqual(
        refuse({ code: 'unknown-force', field: 'participants[1]', force }),
      );
  });

  it('when a force is named twice, and not as before', () => {
    const twice = proposal({ participants: [WEST, CLEVELAND, WEST] });
    const recorded = 'west-yorkshire takes part already, as participants[0]';
    expect(decided(twice)).toStrictEqual(refuse({ code: 'contradicts-record', field: 'participants[2]', recorded }));
    expect(proposeProject(twice, emptyProgramme, { ...contextAfter(), asBefore: true })).toMatchObject({
      accepted: true,
    });
  });

  it('when the day has not come', () => {
    const date = day('2012-04-02');
    expect(decided(proposal({ proposedOn: date }))).toStrictEqual(
      refuse({ code: 'date-in-future', field: 'proposedOn', date, today: TODAY }),
    );
    expect(decided(proposal({ proposedOn: TODAY }))).toMatchObject({ accepted: true });
  });
});
