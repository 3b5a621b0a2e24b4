import { describe, expect, it } from '@jest/globals';
import { Log, type Facts, type LogForm } from './log.js';

const SECRET = 'xK9-very-secret-77';

/** Every place in which something secret might come along, each with the secret in it. */
const PLACES: readonly (readonly [string, (log: Log) => void])[] = [
  ['an address in the message', (log) => log.warn(`no answer from postgresql://app:${SECRET}@db:5432/tallystick`)],
  ['an address with an @ in its password', (log) => log.warn(`esdb://admin:p@${SECRET}@a:2113,b:2113?tls=true`)],
  ['an address of a Kafka broker', (log) => log.warn(`sasl://relay:${SECRET}@broker:9092`)],
  ['key and value', (log) => log.warn(`host=db user=app password=${SECRET} dbname=tallystick`)],
  ['key and value in quotes', (log) => log.warn(`{"sslPassword":"${SECRET}","x":1}`)],
  ['a query', (log) => log.warn(`GET /x?token=${SECRET}&y=1`)],
  ['an environment variable', (log) => log.warn(`PGPASSWORD=${SECRET} failed`)],
  ['an authorization header', (log) => log.warn(`authorization: Digest ${SECRET} and more ${SECRET}`)],
  ['a bearer token on its own', (log) => log.warn(`refused Bearer ${SECRET}`)],
  ['a cookie header', (log) => log.warn(`cookie: session=${SECRET}; other=${SECRET}`)],
  ['a private key', (log) => log.warn(`-----BEGIN RSA PRIVATE KEY-----\n${SECRET}\n-----END RSA PRIVATE KEY-----`)],
  ['headers', (log) => log.warn('x', { headers: { authorization: SECRET, cookie: SECRET, 'set-cookie': [SECRET] } })],
  ['settings', (log) => log.info('x', { DATABASE_URL: SECRET, eventstoreUrl: SECRET, connectionString: SECRET })],
  ['fields far down', (log) => log.info('x', { a: [{ b: { c: { password: SECRET, clientSecret: SECRET } } }] })],
  ['what is nested too deep to look at', (log) => log.info('x', nested(20, { password: SECRET }))],
  ['an error', (log) => log.error('x', new Error(`bad address mongodb://u:${SECRET}@h/d`))],
  ['an error as the message', (log) => log.error(new Error(`password=${SECRET}`))],
  ['the cause of an error', (log) => log.error('x', new Error('y', { cause: new Error(`token: ${SECRET}`) }))],
  ['a field of an error', (log) => log.error('x', Object.assign(new Error('y'), { config: { password: SECRET } }))],
  ['words for an error', (log) => log.error('x', `stack\n  at https://u:${SECRET}@h/`)],
  ['what Nest says', (log) => log.log(`connecting to https://u:${SECRET}@h/`, 'NestFactory')],
  ['what is said to people', (log) => log.say(`listening for https://u:${SECRET}@h/`)],
  ['anywhere, once it is known', (log) => knowing(log, { secrets: [SECRET] }).warn(`plainly ${SECRET}`)],
  [
    'anywhere, once its address is known',
    (log) => knowing(log, { addresses: [`postgresql://u:${SECRET}@h/d`] }).warn(`plainly ${SECRET}`, [SECRET]),
  ],
];

function knowing(log: Log, known: Parameters<Log['hide']>[0]): Log {
  log.hide(known);
  return log;
}
function nested(depth: number, innermost: Facts): Facts {
  return depth === 0 ? innermost : { within: nested(depth - 1, innermost) };
}
function written(form: LogForm, use: (log: Log) => void, level: 'debug' | 'warn' = 'debug'): readonly string[] {
  const lines: string[] = [];
  use(new Log(level, (line) => lines.push(line), form));
  return lines;
}

describe.each(['json', 'words'] as const)('the log as %s', (form) => {
  it.each(PLACES)('holds no secret from %s', (_, use) => {
    const lines = written(form, use);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toContain(SECRET);
  });

  it('hides a known secret in the form it has in an address', () => {
    const lines = written(form, (log) => {
      log.hide({ addresses: ['postgresql://u:a%2Fb%3Fc%20d@h/d'] });
      log.warn('it was a/b?c d, or a%2Fb%3Fc%20d');
    });
    expect(lines.join('')).not.toMatch(/a\/b\?c d|a%2Fb/);
  });

  it('hides the password of an address with several hosts', () => {
    const lines = written(form, (log) => {
      log.hide({ addresses: [`esdb://admin:${SECRET}@a:2113,b:2113?tls=true`, 'esdb://a:2113'] });
      log.warn(`plainly ${SECRET}`);
    });
    expect(lines.join('')).not.toContain(SECRET);
  });

  it('leaves alone what is no secret', () => {
    const [line = ''] = written(form, (log) => log.warn('see https://h/x, j-smith@example.org and outcome-12'));
    expect(line).toContain('see https://h/x, j-smith@example.org and outcome-12');
  });

  it('is one line a message, and only from its level on', () => {
    const lines = written(
      form,
      (log) => {
        log.info('no');
        log.debug('no');
        log.warn('yes', { entry: 7n });
        log.say('yes');
      },
      'warn',
    );
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/^[^\n]*yes[^\n]*\n$/);
  });
});

describe('the log as JSON', () => {
  it('has level, time, message and the facts under names', () => {
    const [line = ''] = written('json', (log) => log.warn('the broker is away', { follower: 'relay', reconnects: 3 }));
    expect(JSON.parse(line)).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      message: 'the broker is away',
      follower: 'relay',
      reconnects: 3,
    });
  });

  it('tells everything of an error but its secrets', () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const [line = ''] = written('json', (log) => log.error('it failed', new TypeError('no answer', { cause })));
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      error: {
        name: 'TypeError',
        message: 'no answer',
        stack: expect.stringContaining('log.spec'),
        cause: { message: 'refused', code: 'ECONNREFUSED' },
      },
    });
  });
});
