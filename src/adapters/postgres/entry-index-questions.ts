import type { NumberedEntry } from '../../ledger/entry-index.js';

export interface NumberedRow {
  readonly entry: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  /** As text: positions go beyond what a JS number holds exactly. */
  readonly commit: string;
  readonly prepare: string;
  readonly sha256: string;
}

const NUMBERED = `
  SELECT entry, stream, revision, id, commit_position::text AS commit, prepare_position::text AS prepare, encode(sha256, 'hex') AS sha256
  FROM ledger.numbered`;

export const PAGE = { name: 'index-page', text: `${NUMBERED} WHERE entry > $1 ORDER BY entry LIMIT $2` };
export const OF_STREAM = {
  name: 'index-of-stream',
  text: `${NUMBERED} WHERE stream = $1 AND revision >= $2 ORDER BY revision`,
};
export const BY_IDS = { name: 'index-by-ids', text: `${NUMBERED} WHERE id = ANY ($1) ORDER BY entry` };
export const CLAIMS = {
  name: 'index-claims',
  text: 'SELECT id, stream, revision FROM ledger.claims WHERE id = ANY ($1)',
};
export const HEAD = {
  name: 'index-head',
  text: 'SELECT next, commit_position::text AS commit, prepare_position::text AS prepare FROM ledger.numbered_head',
};
export const FILLING = {
  name: 'index-filling',
  text: 'SELECT next AS entries, moving_in FROM ledger.numbered_head',
};
export const KEPT_OF = {
  name: 'index-kept-of',
  text: `SELECT entry, encode(sha256, 'hex') AS sha256, line FROM ledger.numbered LEFT JOIN ledger.kept_lines USING (entry)
         WHERE stream = $1 AND revision >= $2 ORDER BY revision`,
};
export const UNKEPT = {
  name: 'index-unkept',
  // The tilde follows every character that the name of a stream has.
  text: `${NUMBERED} WHERE stream >= $1 AND stream < $1 || '~'
         AND NOT EXISTS (SELECT FROM ledger.kept_lines kept WHERE kept.entry = numbered.entry) ORDER BY entry`,
};
export const LAST_REVISIONS = {
  name: 'index-last-revisions',
  // For each stream a look at the end of its index: a stream may be long.
  text: `SELECT stream, revision FROM unnest($1::text[]) AS given (stream) CROSS JOIN LATERAL (
           SELECT n.revision FROM ledger.numbered n WHERE n.stream = given.stream COLLATE "C" ORDER BY n.revision DESC LIMIT 1
         ) AS last`,
};
export const STREAMS = {
  name: 'index-streams',
  // The full stop follows the hyphen in ASCII, so this is every name that starts with the category and a hyphen.
  text: `SELECT stream FROM ledger.numbered WHERE stream >= $1 || '-' AND stream < $1 || '.' AND revision = 0 ORDER BY stream`,
};

export function entryFrom({ commit, prepare, ...row }: NumberedRow): NumberedEntry {
  return { ...row, position: { commit: BigInt(commit), prepare: BigInt(prepare) } };
}
