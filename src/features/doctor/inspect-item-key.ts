import type { Finding, Inspectable } from '../../ledger/inspection.js';
import { fingerprintOf } from '../../ledger/item-identity.js';
import { ItemKeyUnusable, type ItemKeySource } from '../../ledger/item-keys.js';
import type { Ledger } from '../../ledger/ledger.js';

const about = 'item key';

/** Whether this copy has the key by which the ledger's items are known. A ledger without items needs none yet. */
export function inspectItemKey(source: ItemKeySource, path: string, { agreements }: Ledger): Inspectable {
  return {
    about,
    inspect: async () => {
      const set = await agreements.itemKeys();
      try {
        const there = (await source.versions()).map(fingerprintOf);
        return [finding(set, there, path)];
      } catch (error) {
        if (!(error instanceof ItemKeyUnusable)) throw error;
        return [
          { about, state: 'failing', found: error.message, advice: 'put that right; until then no item is recorded' },
        ];
      }
    },
  };
}

function finding(set: readonly string[], there: readonly string[], path: string): Finding {
  if (set.length === 0 && there.length === 0)
    return { about, state: 'well', found: `none yet; ${path} is made with the first item` };
  const other = set.findIndex((fingerprint, i) => there[i] !== fingerprint);
  if (other === -1)
    return {
      about,
      state: 'well',
      found: `${there.length === 1 ? 'one version' : `${there.length} versions`} in ${path}`,
    };
  const found =
    there.length <= other
      ? `${path} has no version ${other + 1}, by which items of this ledger are known`
      : `version ${other + 1} in ${path} is not the one by which items of this ledger are known`;
  const advice = `copy the key file of the copy that recorded them, or from a backup, to ${path} and start again`;
  return { about, state: 'failing', found, advice };
}
