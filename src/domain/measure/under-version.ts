import type { Catalogue, Measure } from './catalogue.js';
import { isRuled } from './versions.js';

/** A catalogue as though one version of a measure had been in force ever since, and no other: for views, which write nothing. */
export function underVersion(catalogue: Catalogue, version: Measure): Catalogue {
  const { measure, counts } = version;
  const { from: _, ...always } = version;
  const base = counts?.alongside;
  const beside = base === undefined ? [] : (catalogue.alongside.get(base) ?? []);
  return {
    ...catalogue,
    measures: new Map(catalogue.measures).set(measure, version),
    versions: new Map(catalogue.versions).set(measure, [always]),
    ruled: isRuled(always)
      ? new Set([...catalogue.ruled, measure])
      : new Set([...catalogue.ruled].filter((each) => each !== measure)),
    alongside:
      base === undefined || beside.includes(measure)
        ? catalogue.alongside
        : new Map(catalogue.alongside).set(base, [...beside, measure]),
  };
}
