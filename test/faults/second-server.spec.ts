import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { importOf, upload } from '../support/imports.js';
import { linesOf, untilReady } from '../support/inquiry.js';
import { Journal } from '../support/journal.js';
import { Site, type ServiceProcess } from '../support/service-process.js';
import { recording, send } from '../support/writers.js';

jest.setTimeout(120_000);

let site: Site;
let service: ServiceProcess;
let journal: Journal;

beforeAll(async () => {
  site = await Site.open();
  await site.run('load-collaborations', 'src/demo-data/collaborations.json');
  service = await site.serve();
  journal = new Journal(join(site.directory, 'journal.ndjson'));
});
afterAll(async () => {
  journal.close();
  await site.clear();
});

const refusal = (): object => ({
  code: 2,
  stderr: expect.stringMatching(
    new RegExp(`DATA_DIR ${site.dataDir} is being served already: .*process ${service.pid} `),
  ),
});

describe('beside a server', () => {
  it('a second one on the same directory is refused and told which one serves, and the first goes on', async () => {
    expect(await site.run('serve')).toMatchObject(refusal());
    await untilReady(service.url);
  });

  it('commands work: load, import, totals, statement, export, verify, rebuild, doctor', async () => {
    expect(await site.run('load-collaborations', 'src/demo-data/collaborations.json')).toMatchObject({ code: 0 });
    const imported = await site.run('import', 'src/demo-data/illustrative-outcomes.csv');
    expect(imported).toMatchObject({ code: 0, stdout: expect.stringContaining('1041') });
    expect(await site.run('totals', '--by', 'measure,force')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('humberside'),
    });
    expect(await site.run('statement', '--from', '2009-01-01', '--to', '2011-01-01')).toMatchObject({ code: 0 });
    const file = join(site.directory, 'export.ndjson');
    expect(await site.run('export', file)).toMatchObject({ code: 0 });
    expect((await readFile(file, 'utf8')).split('\n').slice(0, -2)).toEqual(await linesOf(service.url));
    expect(await site.run('verify', file)).toMatchObject({ code: 0 });
    expect(await site.run('rebuild')).toMatchObject({ code: 0 });
    expect(await site.run('doctor')).toMatchObject({ code: 0 });
    await untilReady(service.url);
  });

  it('a second one is refused even after PostgreSQL was killed under the first', async () => {
    await site.killPostgres();
    expect(await send(journal, service.url, recording(1))).toMatchObject({ at: 'acknowledged', status: 201 });
    await untilReady(service.url);
    expect(await site.run('serve')).toMatchObject(refusal());
    await untilReady(service.url);
  });
});

describe('a server', () => {
  it('does not listen where strangers could reach it, and says why', async () => {
    const open = await Site.open({ HOST: '0.0.0.0' });
    try {
      const { code, stderr } = await open.run('serve');
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('no sign-in') });
      expect(await open.postmaster()).toBeUndefined();
    } finally {
      await open.clear();
    }
  });

  it('takes over the PostgreSQL that outlived its killed predecessor', async () => {
    const before = await site.postmaster();
    const lines = await linesOf(service.url);
    await service.kill();
    expect(await site.postmaster()).toBe(before);
    service = await site.serve();
    expect(await site.postmaster()).toBe(before);
    expect(await linesOf(service.url)).toEqual(lines);
  });

  it('finishes what is under way when it is told to stop, and stops PostgreSQL', async () => {
    const before = await linesOf(service.url);
    const slow = upload(journal, service.url, importOf('slow', 2_000), 0.5);
    const quick = Array.from({ length: 50 }, (_, which) => upload(journal, service.url, recording(100 + which)));
    await Promise.all([slow, ...quick].map(({ begun }) => begun));
    const stopped = service.stop();
    await sleep(300);
    slow.finish();
    expect(await slow.answer).toMatchObject({ at: 'acknowledged', status: 201 });
    const answers = await Promise.all(quick.map(({ answer }) => answer));
    expect(answers.filter(({ at }) => at !== 'acknowledged')).toEqual([]);
    expect(await stopped).toBe(0);
    expect(await site.postmaster()).toBeUndefined();
    service = await site.serve();
    expect((await linesOf(service.url)).length).toBe(before.length + 2_050);
  });
});
