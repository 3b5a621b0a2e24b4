import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { JOINING_EXAMPLES } from '../../src/features/change-collaborations/bodies.js';
import { EXAMPLES } from '../../src/features/change-measures/bodies.js';
import { PROGRAMME_EXAMPLES } from '../../src/features/change-programme/examples.js';
import { OUTCOME_EXAMPLES } from '../../src/features/record-outcome/examples.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');
const cli = ['run', 'record', 'read', 'prove']
  .map((to) => `src/commands-to-${to}.ts`)
  .concat('src/program.ts')
  .map(read)
  .join('\n');
const settings = ['src/settings.ts', 'src/kafka-settings.ts'].map(read).join('\n');

const all = (text: string, pattern: RegExp): readonly string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, found = '']) => found)),
];
const commands = all(cli, /\bcommand\(\s*'([a-z-]+)'/g);

// The README is the first thing that anybody runs. What it says is held to the program by these.
describe('the README', () => {
  it('records the example that a journey sends', () => {
    const body = /curl -i \S+\/outcomes [^]*?-d '(\{[^']*\})'/.exec(readme)?.[1] ?? '';
    expect(Object.values(OUTCOME_EXAMPLES)).toContainEqual(JSON.parse(body));
  });

  it('lets a force join as an example that a journey sends does', () => {
    const body = /curl -i \S+\/members [^]*?-d '(\{[^']*\})'/.exec(readme)?.[1] ?? '';
    expect(Object.values(JOINING_EXAMPLES)).toContainEqual(JSON.parse(body));
  });

  it('proposes a project as an example that a journey sends does', () => {
    const body = /curl -i \S+\/projects [^]*?-d '(\{[^']*\})'/.exec(readme)?.[1] ?? '';
    expect(Object.values(PROGRAMME_EXAMPLES.ProjectProposed)).toContainEqual(JSON.parse(body));
  });

  it('defines a measure as an example that a journey sends does', () => {
    const body = /curl -i \S+\/measures [^]*?-d '(\{[^']*\})'/.exec(readme)?.[1] ?? '';
    expect(Object.values(EXAMPLES.measure)).toContainEqual(JSON.parse(body));
  });

  it('lists every command, and none that there is not', () => {
    const listed = /`tallystick ([a-z -]+(?: \| [a-z -]+)+)`/.exec(readme)?.[1]?.split(' | ') ?? [];
    expect(commands.length).toBeGreaterThan(10);
    expect(listed.map((each) => each.split(' ')[0]).sort()).toEqual([...commands].sort());
  });

  it('shows commands with options that they take', () => {
    const shown = all(readme, /^ {4}(?:[A-Z_]+=\S+ )*npx tallystick ([^#\n]+)/gm);
    expect(shown.length).toBeGreaterThan(5);
    for (const line of shown) {
      expect(commands).toContain(line.split(' ')[0]);
      for (const option of all(line, /(--[a-z-]+)/g))
        expect([line, cli]).toEqual([line, expect.stringContaining(option)]);
    }
  });

  it('names every setting that is read, and none that is not', () => {
    const named = all(readme, /^\| (`[A-Z_`, ]+`) \|/gm).flatMap((cell) => all(cell, /`([A-Z_]+)`/g));
    const taken = all(settings, /(?:given|environment)[([]'([A-Z_]+)'/g);
    expect(taken.length).toBeGreaterThan(5);
    expect(named.filter((name) => !taken.includes(name))).toEqual([]);
    expect(taken.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it('shows the consumer of the feed as it is tested', () => {
    const program = read('docker/feed-consumer/rebuild-totals.mjs');
    const shown = /^ {4}const sums = [^]*?\n\n {4}KAFKA_BROKERS/m.exec(readme)?.[0] ?? '';
    const lines = shown.split('\n').slice(0, -2);
    expect(lines.length).toBeGreaterThan(10);
    expect(program).toContain(lines.map((line) => line.replace(/^ {4}/, '')).join('\n'));
  });
});
