import { accept, failed, checked, refuse, type Checked, type Decision } from '../decision.js';
import type { OutcomeContext } from '../outcome/record-outcome.js';
import type { ProjectScored, TiersSet, Told } from './events.js';
import { tiersInForce, type Programme } from './programme.js';
import { checkDay, standingProjectIn, stands } from './project-guards.js';
import { restingOn } from '../outcome/resting-on.js';

/**
 * Decides on scoring a project for strategic fit and practicality. The tiers in force on the day say which tier the sum of both comes
 * to; an override puts the project into another, with a reason. Nothing to do when it is scored like that. Refuses, the first that
 * applies: unknown-project, status-out-of-order, date-in-future, dates-out-of-order before the proposal, amount-out-of-range of a
 * score, unknown-tier of an override, nothing-to-override when the scores come to that tier anyway.
 */
export function scoreProject(
  command: Told<'ProjectScored'>,
  programme: Programme,
  context: OutcomeContext,
): Decision<ProjectScored> {
  const found = standingProjectIn(programme, command, 'scored');
  if (!found.ok) return refuse(found.refusal);
  const { proposed, scored } = found.value;
  if (stands(scored, command)) return accept();
  const earliest = { day: proposed.proposedOn, what: 'it was proposed' };
  const timely = checkDay('scoredOn', command.scoredOn, context.today, earliest);
  if (!timely.ok) return refuse(timely.refusal);
  const tiers = tiersInForce(programme, command.scoredOn);
  const tierByScore = tierFor(command, tiers);
  const fitting = checkScores(command, tiers);
  if (!fitting.ok) return refuse(fitting.refusal);
  const reasonable = checkOverride(command, tiers, tierByScore);
  if (!reasonable.ok) return refuse(reasonable.refusal);
  return accept({ ...command, restsOn: restingOn(context), ...(tierByScore !== undefined && { tierByScore }) });
}

/** The first tier whose least sum both scores together reach. */
function tierFor({ strategicFit, practicality }: Told<'ProjectScored'>, tiers: TiersSet | undefined) {
  const inOrder = [...(tiers?.tiers ?? [])].sort((a, b) => a.tier - b.tier);
  return inOrder.find(({ atLeast }) => strategicFit + practicality >= atLeast)?.tier;
}

function checkScores(command: Told<'ProjectScored'>, tiers: TiersSet | undefined): Checked<undefined> {
  if (tiers === undefined) return checked(undefined);
  const field = (['strategicFit', 'practicality'] as const).find((name) => command[name] > tiers.most);
  if (field === undefined) return checked(undefined);
  return failed({ code: 'amount-out-of-range', field, amount: command[field], least: 0n, most: tiers.most });
}

function checkOverride(
  { override }: Told<'ProjectScored'>,
  tiers: TiersSet | undefined,
  tierByScore: number | undefined,
): Checked<undefined> {
  if (override === undefined) return checked(undefined);
  const known = (tiers?.tiers ?? []).map(({ tier }) => tier);
  const { tier } = override;
  if (!known.includes(tier)) return failed({ code: 'unknown-tier', field: 'override.tier', tier, known });
  if (tier === tierByScore) return failed({ code: 'nothing-to-override', field: 'override.tier', tier });
  return checked(undefined);
}
