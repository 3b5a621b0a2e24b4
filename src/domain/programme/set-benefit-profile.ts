import { accept, checked, failed, refuse, type Checked, type Decision } from '../decision.js';
import { isCost, partsOf, type Catalogue } from '../measure/catalogue.js';
import type { OutcomeContext } from '../outcome/record-outcome.js';
import type { BenefitProfileSet, Told } from './events.js';
import { isGivenUp, type Programme, type Project } from './programme.js';
import { checkOrder, standingProjectIn, stands } from './project-guards.js';
import { restingOn } from '../outcome/resting-on.js';

type Profile = Told<'BenefitProfileSet'>;

/**
 * Decides on a benefit that a project is to bring; a later profile of the same id replaces it. Its actual is never told: it is what the
 * ledger's totals come to. Nothing to do when it stands like that. Refuses, the first that applies: unknown-project,
 * status-out-of-order, unknown-measure, non-additive of more of what was put in, unknown-unit, not-a-participant, not-whole-months, dates-out-of-order, and
 * benefit-counted-already when a profile in force counts any of the same postings: one benefit has one project.
 */
export function setBenefitProfile(
  command: Profile,
  programme: Programme,
  context: OutcomeContext,
): Decision<BenefitProfileSet> {
  const found = standingProjectIn(programme, command, 'given a benefit profile');
  if (!found.ok) return refuse(found.refusal);
  if (stands(found.value.profiles.get(command.profile), command)) return accept();
  for (const guard of [checkMeasure, checkIsBenefit, checkUnit, checkForce, checkMonths] as const) {
    const result = guard(command, context, found.value);
    if (!result.ok) return refuse(result.refusal);
  }
  const other = countedAlready(command, programme, context.catalogue);
  if (other !== undefined) {
    const { project, profile } = other;
    return refuse({ code: 'benefit-counted-already', field: 'measure', measure: command.measure, project, profile });
  }
  return accept({ ...command, restsOn: restingOn(context) });
}

type Guard = (command: Profile, context: OutcomeContext, project: Project) => Checked<undefined>;
const passed = checked(undefined);

const checkMeasure: Guard = ({ measure }, { catalogue }) => {
  if (catalogue.measures.has(measure)) return passed;
  return failed({ code: 'unknown-measure', field: 'measure', measure, because: 'is not in the catalogue of measures' });
};

/** What was put in is no benefit (brief rule 12), but to put less in is one. */
const checkIsBenefit: Guard = ({ measure, baseline, target }, { catalogue, asBefore }) => {
  if (asBefore === true || target < baseline || !isCost(catalogue, measure)) return passed;
  const because = `${measure} is what was put in, and no benefit`;
  const instead = 'set a target below the baseline where less of it is the benefit';
  return failed({ code: 'non-additive', field: 'measure', because, instead });
};

const checkUnit: Guard = ({ unit }, { collaboration }) => {
  if (unit === undefined || collaboration.units.has(unit)) return passed;
  const known = [...collaboration.units.keys()];
  return failed({ code: 'unknown-unit', unit, collaboration: collaboration.id, known });
};

const checkForce: Guard = ({ force, project }, _context, { proposed: { participants } }) => {
  if (force === undefined || participants.includes(force)) return passed;
  return failed({ code: 'not-a-participant', field: 'force', force, project, participants });
};

/** Totals rest by month, so that a profile over whole months is answered from them and from nothing else. */
const checkMonths: Guard = (command) => {
  const field = (['from', 'to'] as const).find((name) => !command[name].endsWith('-01'));
  if (field !== undefined) return failed({ code: 'not-whole-months', field, date: command[field] });
  if (command.to === command.from)
    return failed({
      code: 'dates-out-of-order',
      field: 'to',
      date: command.to,
      earliest: command.from,
      what: 'it starts',
    });
  return checkOrder('to', command.to, { day: command.from, what: 'it starts' });
};

/** Another profile, of a project that was not given up, that counts postings which this one would count too. */
function countedAlready(command: Profile, { projects }: Programme, catalogue: Catalogue): Profile | undefined {
  return [...projects.values()]
    .filter((project) => !isGivenUp(project))
    .flatMap(({ profiles }) => [...profiles.values()])
    .filter(({ project, profile }) => project !== command.project || profile !== command.profile)
    .find((other) => overlaps(other, command, catalogue));
}

function overlaps(a: Profile, b: Profile, catalogue: Catalogue): boolean {
  const parts = partsOf(catalogue, a.measure);
  return (
    partsOf(catalogue, b.measure).some((part) => parts.includes(part)) &&
    meet(a.unit, b.unit) &&
    meet(a.force, b.force) &&
    a.from < b.to &&
    b.from < a.to
  );
}

/** Whether two limits let anything through together; without a limit everything. */
function meet(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}
