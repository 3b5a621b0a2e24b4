/** One value of a metric as a scrape shows it. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?)|NaN|Nan|[+-]Inf)$/;
const LABEL = /^([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;
const TYPE = /^# TYPE (\S+) (counter|gauge|histogram|summary)$/;

/**
 * Reads the text format of Prometheus (0.0.4) as strictly as its parser does: every sample belongs to a metric whose type was said before, no
 * sample is there twice, and every histogram adds up. Throws what is wrong with the text.
 */
export function readMetrics(text: string): readonly Sample[] {
  if (!text.endsWith('\n')) throw new Error('the last line is not ended');
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  const seen = new Set<string>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('# HELP ')) continue;
    const [, typed, type] = TYPE.exec(line) ?? [];
    if (typed !== undefined && type !== undefined) {
      if (types.has(typed)) throw new Error(`the type of ${typed} is said twice`);
      types.set(typed, type);
      continue;
    }
    const sample = readSample(line);
    const family = [sample.name, sample.name.replace(/_(?:bucket|sum|count)$/, '')].find((name) => types.has(name));
    if (family === undefined) throw new Error(`${sample.name} has no type`);
    const key = line.slice(0, line.lastIndexOf(' '));
    if (seen.has(key)) throw new Error(`${key} is there twice`);
    seen.add(key);
    samples.push(sample);
  }
  for (const [name, type] of types) if (type === 'histogram') checkHistogram(name, samples);
  return samples;
}

/** The one value of a metric under these labels, among others or none; `undefined` when it is not there. */
export function valueOf(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  return samples.find(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  )?.value;
}

function readSample(line: string): Sample {
  const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`not a sample: ${line}`);
  const found: Record<string, string> = {};
  for (let rest = labels; rest !== '';) {
    const [whole, label, text] = LABEL.exec(rest) ?? [];
    if (whole === undefined || label === undefined || text === undefined) throw new Error(`not a label: ${rest}`);
    found[label] = text;
    rest = rest.slice(whole.length);
  }
  return { name, labels: found, value: Number(value.replace('Inf', 'Infinity')) };
}

function checkHistogram(name: string, samples: readonly Sample[]): void {
  const series = Map.groupBy(
    samples.filter((sample) => [`${name}_bucket`, `${name}_sum`, `${name}_count`].includes(sample.name)),
    ({ labels: { le: _, ...labels } }) => JSON.stringify(labels),
  );
  for (const [labels, own] of series) {
    const buckets = own.filter((sample) => sample.name === `${name}_bucket`);
    const count = valueOf(own, `${name}_count`);
    const bounds = buckets.map(({ labels: { le } }) => (le === '+Inf' ? Infinity : Number(le)));
    const isRising = (numbers: readonly number[]): boolean =>
      numbers.every((n, i) => i === 0 || n >= (numbers[i - 1] ?? n));
    const isWhole = isRising(bounds) && bounds.at(-1) === Infinity && isRising(buckets.map(({ value }) => value));
    if (!isWhole || buckets.at(-1)?.value !== count || valueOf(own, `${name}_sum`) === undefined)
      throw new Error(`the histogram ${name} does not add up for ${labels}`);
  }
}
