import type { Decision } from '../decision.js';
import type { OutcomeContext } from '../outcome/record-outcome.js';
import { unreachable } from '../unreachable.js';
import { approveProject } from './approve-project.js';
import { changeStatus } from './change-status.js';
import type { ProgrammeEvent, ProgrammeFact } from './events.js';
import type { Programme } from './programme.js';
import { proposeProject } from './propose-project.js';
import { scoreProject } from './score-project.js';
import { setBenefitProfile } from './set-benefit-profile.js';
import { setBusinessCase } from './set-business-case.js';
import { setTiers } from './set-tiers.js';

/** Decides on any fact about a programme: the one way in, for those who record and for those who verify. */
export function decideProgramme(
  fact: ProgrammeFact,
  programme: Programme,
  context: OutcomeContext,
): Decision<ProgrammeEvent> {
  switch (fact.type) {
    case 'TiersSet':
      return setTiers(fact, programme, context);
    case 'ProjectProposed':
      return proposeProject(fact, programme, context);
    case 'ProjectScored':
      return scoreProject(fact, programme, context);
    case 'BusinessCaseSet':
      return setBusinessCase(fact, programme, context);
    case 'ProjectApproved':
      return approveProject(fact, programme, context);
    case 'ProjectStatusChanged':
      return changeStatus(fact, programme, context);
    case 'BenefitProfileSet':
      return setBenefitProfile(fact, programme, context);
    default:
      return unreachable(fact);
  }
}
