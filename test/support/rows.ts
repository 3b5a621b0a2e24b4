import { Readable } from 'node:stream';
import { importRows, type RowsRequest } from '../../src/features/import-rows/import-rows.js';
import { ROW_KINDS, type RowKindName } from '../../src/features/import-rows/row-kinds.js';
import type { ImportReport } from '../../src/web/import-report.js';
import { FIVE, type FiveForces } from './five-forces.js';
import { id } from './given-when-then.js';

type Asked = Partial<Omit<RowsRequest, 'bytes'>>;

/** Brings files of one kind to a ledger of five forces, row by row and by `m-jones` unless told; `@` in a row is the collaboration. */
export function bringing(five: FiveForces, kind: RowKindName) {
  return (asked: Asked, ...lines: readonly string[]): Promise<ImportReport> =>
    importRows(five.ledger, ROW_KINDS[kind], {
      bytes: Readable.from([Buffer.from(lines.join('\n').replaceAll('@', FIVE))]),
      ...{ actor: id<never>('m-jones'), mode: 'row-by-row', dryRun: false },
      ...asked,
    });
}
