import type { Counted } from '../../ledger/distribution.js';

/** What tells the values of one metric apart. */
export type Labels = Readonly<Record<string, string>>;

/** Values of one metric, each under its labels. */
export type Values<T> = readonly (readonly [Labels, T])[];

/** A metric that goes up and down, in the text format of Prometheus (0.0.4). */
export function gauge(name: string, help: string, values: Values<number>): string {
  return metric(
    name,
    'gauge',
    help,
    values.map(([labels, value]) => sample(name, labels, value)),
  );
}

/** A metric that only goes up while the process lives; its name ends in `_total`. */
export function counter(name: string, help: string, values: Values<number>): string {
  return metric(
    name,
    'counter',
    help,
    values.map(([labels, value]) => sample(name, labels, value)),
  );
}

/** How often values of each size were seen: Prometheus counts in each bucket whatever is not above its bound. */
export function histogram(name: string, help: string, values: Values<Counted>): string {
  const samples = values.flatMap(([labels, { bounds, counts, sum }]) => {
    let upTo = 0;
    const buckets = counts.map((count, i) => {
      upTo += count;
      return sample(`${name}_bucket`, { ...labels, le: bounds[i]?.toString() ?? '+Inf' }, upTo);
    });
    return [...buckets, sample(`${name}_sum`, labels, sum), sample(`${name}_count`, labels, upTo)];
  });
  return metric(name, 'histogram', help, samples);
}

function metric(name: string, type: string, help: string, samples: readonly string[]): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples, ''].join('\n');
}

function sample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
