import { claimWeightRows } from './claim-weight-rows.js';
import { findingRows } from './finding-rows.js';
import { linkRows } from './link-rows.js';
import { receiptRows } from './receipt-rows.js';
import type { RowKind } from './row-kind.js';
import { stageRows } from './stage-rows.js';

export type RowKindName = 'stages' | 'findings' | 'links' | 'claim-weights' | 'incentive-receipts';

/** Every kind of file whose rows go on with outcomes that are recorded already, or tell what came of them. */
export const ROW_KINDS: Readonly<Record<RowKindName, RowKind<string, unknown>>> = {
  stages: stageRows,
  findings: findingRows,
  links: linkRows,
  'claim-weights': claimWeightRows,
  'incentive-receipts': receiptRows,
};
