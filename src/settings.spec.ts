import { describe, expect, it } from '@jest/globals';
import { BadSettings, readSettings, whyNotListen } from './settings.js';

describe('settings', () => {
  it('have a value when nothing is said, or only blanks', () => {
    const places = { dataDir: './data', databaseUrl: undefined, kafka: undefined };
    const usual = { host: '127.0.0.1', port: 3000, ...places, logLevel: 'info' };
    expect(readSettings({})).toEqual(usual);
    expect(readSettings({ HOST: ' ', PORT: '', DATABASE_URL: '', KAFKA_BROKERS: '' })).toEqual(usual);
  });

  it('are taken as they are given', () => {
    const database = 'postgresql://somebody:secret@db.example:5432/tallystick';
    expect(
      readSettings({ HOST: '::1', PORT: '0', DATA_DIR: '/srv/data', DATABASE_URL: database, LOG_LEVEL: 'debug' }),
    ).toEqual({
      host: '::1',
      port: 0,
      dataDir: '/srv/data',
      databaseUrl: database,
      kafka: undefined,
      logLevel: 'debug',
    });
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

  it('are refused all at once, without repeating a password', () => {
    const wrong = {
      PORT: '70000',
      DATABASE_URL: 'mysql://root:hunter2@db/ledger',
      LOG_LEVEL: 'loud',
      EVENTSTORE_URL: 'esdb://store',
      KAFKA_BROKERS: 'broker',
    };
    const problems = problemsWith(wrong);
    expect(problems).toHaveLength(5);
    for (const name of Object.keys(wrong)) expect(problems.join('\n')).toContain(name);
    expect(problems.join('\n')).toContain('not in this version');
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
