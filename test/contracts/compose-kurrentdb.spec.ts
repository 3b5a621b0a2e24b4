import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { addressFrom } from '../../src/adapters/eventstoredb/address.js';
import { arriving } from '../../src/adapters/eventstoredb/arriving.js';
import { Connection, PREFIXES } from '../../src/adapters/eventstoredb/connection.js';
import { eventOf } from '../../src/adapters/eventstoredb/event-form.js';
import { asSettings, rightsFinding } from '../../src/adapters/eventstoredb/rights.js';
import { StandInServer } from '../support/eventstoredb-server/server.js';
import { notRun } from '../support/not-run.js';
import { newLine } from './ledger-under-test.js';

// What docker/compose.yaml does for KurrentDB, as far as it can be done without Docker and without KurrentDB.
jest.setTimeout(60_000);

const docker = join(process.cwd(), 'docker');
const FOLDERS = ['application', 'owner', 'kurrentdb'];
const PASSWORDS = ['kurrentdb-admin-password', 'kurrentdb-password'];

let root = '';
/** Where the init steps put things: as the volumes of compose.yaml. */
const place = (...names: string[]): string => join(root, ...names);

interface Asked {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly authorization: string;
  readonly body: string;
}

function describeCompose(): void {
  let server: StandInServer;
  let users: Server;
  const asked: Asked[] = [];
  let isKnown = false;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'tallystick-compose-'));
    for (const folder of FOLDERS) mkdirSync(place(folder));
    for (const password of PASSWORDS) writeFileSync(place('kurrentdb', password), `${password}-of-the-test`);
    writeFileSync(place('application', 'kurrentdb-password'), 'kurrentdb-password-of-the-test');
    const made = makeCertificates();
    expect([made.status, made.stderr]).toEqual([0, expect.not.stringContaining('rror')]);
    const [chain, key] = ['node.crt', 'node.key'].map((file) => readFileSync(place('kurrentdb', file)));
    if (chain === undefined || key === undefined) throw new Error('there is no certificate');
    server = await StandInServer.start({ certificate: { chain, key } });
    users = createServer({ cert: chain, key }, (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { method, url: path } = request;
        const [, basic = ''] = (request.headers.authorization ?? '').split(' ');
        const authorization = Buffer.from(basic, 'base64').toString();
        asked.push({ method, path, authorization, body: Buffer.concat(parts).toString() });
        response.statusCode = method === 'POST' ? 201 : isKnown ? 200 : 404;
        isKnown ||= method === 'POST';
        response.end('{}');
      });
    });
    users.listen(0, '127.0.0.1');
    await once(users, 'listening');
    // Where the image has it, so that it finds the client of the application.
    mkdirSync(place('app'));
    cpSync(join(docker, 'kurrentdb-access.mjs'), place('app', 'kurrentdb-access.mjs'));
    spawnSync('ln', ['-s', join(process.cwd(), 'node_modules'), place('app', 'node_modules')]);
  });
  afterAll(async () => {
    await server.close();
    users.close();
    rmSync(root, { recursive: true, force: true });
  });

  const makeCertificates = () =>
    spawnSync('sh', [join(docker, 'make-certificates.sh'), root], { encoding: 'utf8', timeout: 30_000 });

  /** Beside this process, which is the server. */
  async function giveAccess(): Promise<string> {
    const env = {
      ...process.env,
      SECRETS: place('kurrentdb'),
      KURRENTDB_HOST: `localhost:${server.network.port}`,
      KURRENTDB_USERS_HOST: `localhost:${(users.address() as AddressInfo).port}`,
    };
    const child = spawn(process.execPath, [place('app', 'kurrentdb-access.mjs')], { env, stdio: 'pipe' });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
    await once(child, 'exit');
    return said;
  }

  const lastOf = (stream: string): unknown => {
    const record = server.log.stream(stream).at(-1);
    return record === undefined ? undefined : JSON.parse(Buffer.from(record.data).toString());
  };

  it('makes a certificate that its own authority vouches for, once, and keeps no key to make another', () => {
    const [certificate, authority] = ['kurrentdb/node.crt', 'application/kurrentdb-authority.crt'].map(
      (file) => new X509Certificate(readFileSync(place(file))),
    );
    if (certificate === undefined || authority === undefined) throw new Error('there is no certificate');
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect([authority.ca, certificate.ca]).toEqual([true, false]);
    expect(certificate.checkHost('kurrentdb')).toBe('kurrentdb');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkHost('example.org')).toBeUndefined();
    const before = readFileSync(place('kurrentdb/node.crt'));
    expect(makeCertificates().status).toBe(0);
    expect(readFileSync(place('kurrentdb/node.crt')).equals(before)).toBe(true);
    const there = spawnSync('find', [root, '-name', '*.key'], { encoding: 'utf8' }).stdout.trim();
    expect(there).toBe(place('kurrentdb/node.key'));
    expect(statSync(place('kurrentdb/node.key')).mode & 0o077).toBe(0);
  });

  it('makes a user in no group, and rights by which it may read and write and not delete, once', async () => {
    expect(await giveAccess()).toContain('knows tallystick');
    const account = asked.find(({ method }) => method === 'POST');
    expect(account).toMatchObject({ path: '/users/', authorization: 'admin:kurrentdb-admin-password-of-the-test' });
    expect(JSON.parse(account?.body ?? '')).toMatchObject({
      loginName: 'tallystick',
      groups: [],
      password: 'kurrentdb-password-of-the-test',
    });
    expect(rightsFinding(asSettings(lastOf('$settings')), 'tallystick', false)).toMatchObject({ state: 'well' });
    for (const stream of ['$all', '$settings'])
      expect(lastOf(`$$${stream}`)).toEqual({ $acl: { $r: ['$admins', 'tallystick'] } });
    const written = server.log.all.length;
    expect(await giveAccess()).toContain('knows tallystick');
    expect(server.log.all).toHaveLength(written);
    expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('tells the application an address by which it gets in, and believes no other certificate', async () => {
    const env = { ...process.env, SECRETS: place('application'), KURRENTDB_HOST: `localhost:${server.network.port}` };
    const script = ['with-secrets.sh', 'sh', '-c', 'printf %s "$EVENTSTORE_URL"'];
    const url = spawnSync('sh', [join(docker, script[0] ?? ''), ...script.slice(1)], { env, encoding: 'utf8' }).stdout;
    expect(addressFrom(url)).toMatchObject({
      credentials: { username: 'tallystick', password: 'kurrentdb-password-of-the-test' },
      isInsecure: false,
    });
    const connection = new Connection({ url, prefixes: PREFIXES, deadlineMs: 5_000 });
    const line = newLine();
    expect(await connection.append('outcome-by-tls', -1, [eventOf(line)])).toBe(true);
    const read: string[] = [];
    for await (const { event } of arriving(connection.readStream('outcome-by-tls', 0, 1), 5_000))
      if (event !== undefined) read.push(event.id);
    expect(read).toEqual([line.id]);
    const distrustful = new Connection({
      url: url.replace(/&tlsCAFile=.*/, ''),
      prefixes: PREFIXES,
      deadlineMs: 3_000,
    });
    await expect(distrustful.append('outcome-by-tls', 0, [eventOf(newLine())])).rejects.toThrow(/certificate/);
  });
}

const openssl = spawnSync('openssl', ['version'], { encoding: 'utf8' });
if (openssl.status === 0 && / 3\./.test(openssl.stdout)) describe('KurrentDB in compose.yaml', describeCompose);
else notRun('KurrentDB in compose.yaml', 'no openssl 3 here');
