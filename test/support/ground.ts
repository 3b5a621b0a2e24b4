import { readFile } from 'node:fs/promises';
import type { PersonId } from '../../src/domain/identifiers.js';
import { loadCollaborations } from '../../src/features/load-collaborations/load-collaborations.js';
import { ensureStandardMeasures } from '../../src/features/load-measures/standard-measures.js';
import type { Ledger } from '../../src/ledger/ledger.js';

const COLLABORATIONS = new URL('../../src/demo-data/collaborations.json', import.meta.url);

/** An agreement in which things begin and end at different times, for what is refused on some days only. */
const CHANGING = {
  regions: [{ id: 'north-east', name: 'North East' }],
  forces: [
    { id: 'cleveland', name: 'Cleveland Police', region: 'north-east' },
    { id: 'durham', name: 'Durham Constabulary', region: 'north-east' },
  ],
  collaborations: [
    {
      id: 'changing',
      name: 'An agreement that changes',
      model: 'shared-function',
      members: [
        { force: 'cleveland', from: '2005-01-01' },
        { force: 'durham', from: '2005-01-01', to: '2010-01-01' },
      ],
      units: [{ id: 'patrol', name: 'Patrol', from: '2006-01-01', to: '2012-01-01' }],
      keys: [{ id: 'even', basis: 'agreed', from: '2009-01-01', assumed: false, weights: { cleveland: 1, durham: 1 } }],
    },
  ],
};

/** What has to stand before an outcome can be recorded: the standard measures, and the collaborations of the demo with their forces. */
export async function loadGround(ledger: Ledger, actor: PersonId): Promise<void> {
  await ensureStandardMeasures(ledger);
  const demo = await loadCollaborations(ledger, await readFile(COLLABORATIONS, 'utf8'), actor);
  const changing = await loadCollaborations(ledger, JSON.stringify(CHANGING), actor);
  const refused = [...demo.refused, ...changing.refused];
  if (refused.length > 0)
    throw new Error(`The ground is not as the tests expect it: ${refused.map(({ what }) => what).join(', ')}`);
}
