import type { Parsed } from '../../domain/money.js';
import type { Column } from './columns.js';

/** Gives what was read of a cell; what could not be read becomes an error of its column, and `undefined`. */
export type ReadCell = <T>(column: Column, parsed: Parsed<T>) => T | undefined;
