import { describe, expect, it } from '@jest/globals';
import { BadSettings, readSettings, whyNotListen } from './settings.js';

describe('settings', () => {
  it('have a value when nothing is said, or only blanks', () => {
    const places = { dataDir: './data', databaseUrl: undefined, eventstoreUrl: undefined, kafka: undefined };
    const usual = { host: '127.0.0.1', port: 3000, ...places, logLevel: 'info', itemKeyFile: 'data/item.key' };
    expect(readSettings({})).toEqual(usual);
    expect(readSettings({ HOST: ' ', PORT: '', DATABASE_URL: '', KAFKA_BROKERS: '' })).toEqual(usual);
  });

  it('are taken as they are given', () => {
    const database = 'postgresql://somebody:secret@db.example:5432/tallystick';
    const entries = { EVENTSTORE_URL: 'esdb+discover://tally:secret@one:2113,two:2113?tls=true' };
    expect(
      readSettings({
        ...{ HOST: '::1', PORT: '0', DATA_DIR: '/srv/data', DATABASE_URL: database, LOG_LEVEL: 'debug' },
        ...entries,
      }),
    ).toEqual({
      host: '::1',
      port: 0,
      dataDir: '/srv/data',
      databaseUrl: database,
      eventstoreUrl: entries.EVENTSTORE_URL,
      kafka: undefined,
      logLevel: 'debug',
      itemKeyFile: '/srv/data/item.key',
    });
    expect(readSettings({ DATA_DIR: '/srv/data', ITEM_KEY_FILE: '/run/secrets/item.key' }).itemKeyFile).toBe(
      '/run/secrets/item.key',
    );
  });

  it('name brokers, and how to reach them', () => {
    const brokers = { KAFKA_BROKERS: 'broker-1:9092, [::1]:9093' };
    const plain = { brokers: ['broker-1:9092', '[::1]:9093'], topicPrefix: 'tallystick', tls: false, login: undefined };
    expect(readSettings(brokers).kafka).toEqual(plain);
    const login = { KAFKA_USERNAME: 'relay', KAFKA_PASSWORD: 'secret' };
    const guarded = { ...brokers, ...login, KAFKA_TLS: 'on', KAFKA_TOPIC_PREFIX: 'north.tallystick' };
    expect(readSettings(guarded).kafka).toEqual({
      ...plain,
      topicPrefix: 'north.tallystick',
      tls: true,
      login: { username: 'relay', password: 'secret' },
    });
    expect(readSettings({ KAFKA_TLS: 'on' }).kafka).toBeUndefined();
  });

  it.each([
    { KAFKA_BROKERS: 'broker' },
    { KAFKA_BROKERS: 'broker:9092,' },
    { KAFKA_BROKERS: 'kafka://broker:9092' },
    { KAFKA_TLS: 'yes' },
    { KAFKA_TOPIC_PREFIX: 'Tally_stick' },
    { KAFKA_PASSWORD: 'hunter2' },
    { KAFKA_USERNAME: 'relay' },
  ])('are refused: %j', (wrong) => {
    const problems = problemsWith(wrong);
    expect(problems).toHaveLength(1);
    expect(problems.join('\n')).toContain(Object.keys(wrong)[0] ?? '');
    expect(problems.join('\n')).not.toContain('hunter2');
  });

  it.each(['esdb://store:2113', 'esdb://tally@store', 'http://store:2113', 'esdb://', 'esdb://a:hunter2@'])(
    'name an EventStoreDB as it names itself, and as whom to go there: %s is refused',
    (wrong) => {
      const problems = problemsWith({ EVENTSTORE_URL: wrong });
      expect(problems).toEqual([expect.stringContaining('EVENTSTORE_URL')]);
      expect(problems.join()).not.toContain('hunter2');
    },
  );

  it.each(['esdb*', '*', 'http, esdb:connection', 'es*'])(
    'do not let the client print passwords: DEBUG=%s',
    (DEBUG) => {
      expect(problemsWith({ DEBUG, EVENTSTORE_URL: 'esdb://a:b@store' })).toEqual([expect.stringContaining('DEBUG')]);
      expect(problemsWith({ DEBUG })).toEqual([]);
      expect(problemsWith({ DEBUG: '-esdb*,http*', EVENTSTORE_URL: 'esdb://a:b@store' })).toEqual([]);
    },
  );

  it('may name no user where the server asks for none', () => {
    expect(readSettings({ EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false' }).eventstoreUrl).toBeDefined();
  });

  it('are refused all at once, without repeating a password', () => {
    const wrong = {
      PORT: '70000',
      DATABASE_URL: 'mysql://root:hunter2@db/ledger',
      LOG_LEVEL: 'loud',
      EVENTSTORE_URL: 'eventstore://tally:hunter2@store:2113',
      KAFKA_BROKERS: 'broker',
    };
    const problems = problemsWith(wrong);
    expect(problems).toHaveLength(5);
    for (const name of Object.keys(wrong)) expect(problems.join('\n')).toContain(name);
    expect(problems.join('\n')).not.toContain('hunter2');
  });

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('let the service listen on %s', (host) => {
    expect(whyNotListen(host)).toBeUndefined();
  });

  it.each(['0.0.0.0', '::', '192.168.1.10', 'tally.example', '127.0.0.1.example'])(
    'do not on %s, and say why',
    (host) => {
      expect(whyNotListen(host)).toContain('no sign-in');
    },
  );
});

function problemsWith(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
  }
  return [];
}
