import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

it('a second thread that has ended answers with a failure, and one that is kept is asked nothing by an import that is over', () => {
  const support = (name: string): string => fileURLToPath(new URL(`../support/${name}`, import.meta.url));
  const hooks = ['import-typescript.ts', 'compile-typescript.ts'].flatMap((name) => ['--import', support(name)]);
  const child = spawnSync(process.execPath, [...hooks, support('ended-threads.ts')], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(child.stderr).toBe('');
  expect(JSON.parse(child.stdout)).toEqual({
    desk: 'The thread that decided the rows ended.',
    assistant: 'The thread that helped with the verification ended.',
    askedAfterItsImport: 0,
  });
}, 90_000);
