import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

// No Docker engine is asked: this holds what can be held without one.
const here = (path: string): URL => new URL(`../../docker/${path}`, import.meta.url);
const read = (path: string): string => readFileSync(here(path), 'utf8');
/** The parser that @nestjs/swagger brings. */
const swagger = createRequire(import.meta.url).resolve('@nestjs/swagger');
const { load } = createRequire(swagger)('js-yaml') as { load: (text: string) => unknown };

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly target?: string };
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly network_mode?: string;
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly restart?: string;
  readonly volumes?: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: object;
  readonly volumes: object;
}

const text = read('compose.yaml');
const compose = merged(load(text)) as Compose;
const services = Object.entries(compose.services);
const ofTallystick = services.filter(([, { image }]) => image === 'tallystick');
const application = ofTallystick.filter(([, { command }]) => command?.[1] === 'dist/src/cli.js');
const besides = readdirSync(here('.'), { recursive: true, withFileTypes: true })
  .filter((item) => item.isFile())
  .map((item) => relative(fileURLToPath(here('.')), join(item.parentPath, item.name)));
const mountsOf = ({ volumes = [] }: Service) => volumes.map((volume) => volume.split(':'));

/** Takes in what `<<` names, as Docker Compose does: a field of one's own goes before. */
function merged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(merged);
  if (typeof value !== 'object' || value === null) return value;
  const { '<<': from, ...own } = value as Readonly<Record<string, unknown>>;
  const fields = { ...(merged(from) as object | undefined), ...own };
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, merged(field)]));
}

const TOP = /^(?:name|services|networks|volumes|x-[a-z-]+)$/;
const OF_SERVICE =
  /^(?:image|build|command|entrypoint|user|depends_on|environment|healthcheck|network_mode|networks|ports|restart|volumes|stop_grace_period|read_only|tmpfs|cap_drop|security_opt)$/;

describe('docker/compose.yaml', () => {
  it('has only what the compose specification knows', () => {
    for (const key of Object.keys(compose)) expect(key).toMatch(TOP);
    for (const [name, service] of services)
      for (const key of Object.keys(service)) expect([name, key]).toEqual([name, expect.stringMatching(OF_SERVICE)]);
  });

  it('refers to services, networks, volumes and files that there are', () => {
    for (const [name, service] of services) {
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        const awaited = compose.services[other];
        expect([name, other, awaited !== undefined]).toEqual([name, other, true]);
        if (condition === 'service_healthy') expect([other, awaited?.healthcheck]).not.toEqual([other, undefined]);
        if (condition === 'service_completed_successfully')
          expect([other, awaited?.restart]).not.toEqual([other, 'unless-stopped']);
      }
      for (const network of service.networks ?? []) expect(Object.keys(compose.networks)).toContain(network);
      for (const [from = ''] of mountsOf(service)) {
        if (from.startsWith('.')) expect([from, existsSync(here(from))]).toEqual([from, true]);
        else expect(Object.keys(compose.volumes)).toContain(from);
      }
      const [, shared] = /^service:(.*)$/.exec(service.network_mode ?? '') ?? [];
      if (shared !== undefined) expect(Object.keys(compose.services)).toContain(shared);
      expect(
        [name, service.network_mode !== undefined, service.networks !== undefined].filter((is) => is === true),
      ).toHaveLength(1);
      if (service.build !== undefined) {
        expect(existsSync(here(`${service.build.context}/${service.build.dockerfile}`))).toBe(true);
        const { target } = service.build;
        if (target !== undefined) expect(read('Dockerfile')).toMatch(new RegExp(`^FROM \\S+ AS ${target}$`, 'm'));
      }
    }
  });

  it('uses every file beside it and every volume it names', () => {
    const used = services.flatMap(([, service]) => mountsOf(service).map(([from]) => from));
    const files = besides.filter((name) => !/^(?:Dockerfile|README\.md|compose\.yaml|feed-consumer\/.*)$/.test(name));
    for (const file of files) expect(used).toContain(`./${file}`);
    for (const volume of Object.keys(compose.volumes)) expect(used).toContain(volume);
  });

  it('publishes on the loopback of this machine only, and the application on none', () => {
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    for (const [, service] of application)
      expect([service.ports, service.network_mode]).toEqual([undefined, 'service:gateway']);
  });

  it('gives the application settings that it reads, and the gateway knows its ports', () => {
    const source = ['settings.ts', 'kafka-settings.ts'].map((name) =>
      readFileSync(new URL(`../../src/${name}`, import.meta.url), 'utf8'),
    );
    const settings = [...source.join('').matchAll(/given\('([A-Z_]+)'\)/g)].map(([, name]) => name);
    const own = ['DATABASE_OWNER', 'DATABASE_HOST', 'KURRENTDB_HOST'].filter((name) =>
      read('with-secrets.sh').includes(name),
    );
    expect(application.length).toBeGreaterThanOrEqual(4);
    for (const [, { environment = {} }] of application)
      for (const name of Object.keys(environment)) expect([...settings, ...own]).toContain(name);
    const copies = application.filter(([, { command }]) => command?.includes('serve') === true);
    expect(copies).toHaveLength(2);
    for (const [, { environment = {}, healthcheck }] of copies) {
      expect(read('gateway.conf')).toContain(`server 127.0.0.1:${environment['PORT'] ?? ''} `);
      expect(healthcheck?.test.join(' ')).toContain(`127.0.0.1:${environment['PORT'] ?? ''}/health/ready`);
    }
  });

  it('asks everybody who comes to KurrentDB who they are, over TLS, and gives the application no other way', () => {
    expect(text).not.toMatch(/INSECURE|DISABLE_TLS|ALLOW_ANONYMOUS|KURRENTDB_DEV|tls=false/);
    const { environment = {}, entrypoint } = compose.services['kurrentdb'] ?? {};
    expect(entrypoint).toEqual(['sh', '/start-kurrentdb.sh']);
    for (const name of ['CERTIFICATE_FILE', 'CERTIFICATE_PRIVATE_KEY_FILE', 'TRUSTED_ROOT_CERTIFICATES_PATH'])
      expect(environment[`KURRENTDB_${name}`]).toMatch(/^\/run\/tallystick\//);
    for (const role of ['ADMIN', 'OPS'])
      expect(read('start-kurrentdb.sh')).toContain(`KURRENTDB_DEFAULT_${role}_PASSWORD="$(cat `);
    for (const [, { environment: settings = {}, command }] of application)
      if (command?.includes('topics') !== true) expect(settings['KURRENTDB_HOST']).toBe('kurrentdb:2113');
    // Only who makes the application's user sees the administrator's password.
    const withSecrets = services.filter(([, each]) => mountsOf(each).some(([from]) => from === 'kurrentdb-secrets'));
    expect(withSecrets.map(([name]) => name).sort()).toEqual([
      'certificates',
      'kurrentdb',
      'kurrentdb-access',
      'secrets',
    ]);
    expect(ofTallystick.filter((each) => !application.includes(each)).map(([name]) => name)).toEqual([
      'kurrentdb-access',
    ]);
  });

  it('runs commands of the program', () => {
    const cli = readFileSync(new URL('../../src/commands-to-run.ts', import.meta.url), 'utf8');
    for (const [, { command = [] }] of application)
      expect(cli).toMatch(new RegExp(`command\\(\\s*'${command[2] ?? '-'}'`));
  });

  it('holds no password, and neither does any file beside it', () => {
    for (const name of besides.filter((each) => each !== 'README.md')) {
      const content = read(name).replaceAll(/:'\w+_password'/g, '');
      // What follows a password's name is a variable, a command that reads a file, or code: never a word.
      for (const [, value = ''] of content.matchAll(/pass(?:word)?["'\\]*\s*[=:]\s*(\S+)/gi))
        if (value !== 'known')
          expect([name, value]).toEqual([name, expect.not.stringMatching(/^["'\\]*\w+["'\\]*[,;\]]*$/)]);
      for (const [address] of content.matchAll(/\w+:\/\/[^\s/"'`]+:[^\s/"'`]+@/g))
        expect([name, address]).toEqual([name, expect.stringContaining('$(cat ')]);
    }
    for (const [name, { environment = {} }] of services)
      for (const [key, value] of Object.entries(environment))
        if (/PASSWORD|SECRET|TOKEN/.test(key))
          expect([name, key, value]).toEqual([name, expect.stringMatching(/_FILE$/), expect.any(String)]);
  });

  it('has scripts that a shell can read', () => {
    for (const name of readdirSync(here('.')).filter((each) => each.endsWith('.sh'))) {
      const checked = spawnSync('sh', ['-n', here(name).pathname], { encoding: 'utf8' });
      expect([name, checked.status, checked.stderr]).toEqual([name, 0, '']);
    }
  });
});
