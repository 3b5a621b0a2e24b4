import { formatPounds, parsePounds } from '../../../src/domain/money.js';
import { ASSET_ROUTES, ASSET_STAGES, LATER_STAGES, type AssetStage } from '../../../src/domain/outcome/asset-stages.js';
import { countAsset } from '../../../src/domain/outcome/stage-counting.js';
import { checkStages } from '../../../src/domain/outcome/stage-order.js';
import { day } from '../../support/given-when-then.js';
import { theCatalogue } from '../../support/measures.js';
import { asset } from '../../support/yorkshire.js';
import { cell, type ExampleRunner } from './example-runner.js';
import { listIn } from './postings.js';

/** What an asset counts for over all its stages and days, in the order in which its measures are first reached. */
export const stages: ExampleRunner = {
  given: ['asset', 'stages'],
  answers: (given) => {
    const told = firstOf(cell(given, 'asset'));
    const reached = listIn(cell(given, 'stages')).map(stageOf);
    const checked = checkStages(told, reached);
    if (!checked.ok) throw new Error(`Refused: ${checked.refusal.code}`);
    const sums = new Map<string, bigint>();
    for (const { measure, amount } of countAsset(told, reached)) sums.set(measure, (sums.get(measure) ?? 0n) + amount);
    return { counts: [...sums].map(([measure, amount]) => `${measure} ${amountOf(measure, amount)}`).join('; ') };
  },
};

const amountOf = (name: string, amount: bigint): string => {
  const isMoney = [...theCatalogue.measures.values()].some(
    (each) => each.measure === name && each.measuredIn === 'pence',
  );
  return isMoney ? formatPounds(amount) : amount.toString();
};

function firstOf(words: string): ReturnType<typeof asset> {
  const [, route = '', stage = '', worth = ''] = /^(\S+), (\S+) at (\S+)$/.exec(words) ?? [];
  return asset({ route: known(ASSET_ROUTES, route), stage: known(ASSET_STAGES, stage), amountPence: penceOf(worth) });
}

function stageOf(words: string): AssetStage {
  const [, stage = '', worth = '', on = ''] = /^(\S+) (\S+) on (\S+)$/.exec(words) ?? [];
  const told = { occurredOn: day(on), amountPence: penceOf(worth) };
  const word = known(LATER_STAGES, stage);
  if (word === 'exchanged') throw new Error('An exchange is no row of these tables.');
  return word === 'varied' ? { stage: word, ...told, ground: 'appeal' } : { stage: word, ...told };
}

function known<T extends string>(words: readonly T[], word: string): T {
  const found = words.find((each) => each === word);
  if (found === undefined) throw new Error(`"${word}" is not one of ${words.join(', ')}`);
  return found;
}

function penceOf(text: string): bigint {
  const parsed = parsePounds(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}
