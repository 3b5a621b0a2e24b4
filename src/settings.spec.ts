import { describe, expect, it } from '@jest/globals';
import { BadSettings, readSettings, whyNotListen } from './settings.js';

describe('settings', () => {
  it('have a value when nothing is said, or only blanks', () => {
    const usual = { host: '127.0.0.1', port: 3000, dataDir: './data', databaseUrl: undefined, logLevel: 'info' };
    expect(readSettings({})).toEqual(usual);
    expect(readSettings({ HOST: ' ', PORT: '', DATABASE_URL: '', KAFKA_BROKERS: '' })).toEqual(usual);
  });

  it('are taken as they are given', () => {
    const database = 'postgresql://somebody:secret@db.example:5432/tallystick';
    expect(
      readSettings({ HOST: '::1', PORT: '0', DATA_DIR: '/srv/data', DATABASE_URL: database, LOG_LEVEL: 'debug' }),
    ).toEqual({ host: '::1', port: 0, dataDir: '/srv/data', databaseUrl: database, logLevel: 'debug' });
  });

  it('are refused all at once, without repeating a password', () => {
    const wrong = {
      PORT: '70000',
      DATABASE_URL: 'mysql://root:hunter2@db/ledger',
      LOG_LEVEL: 'loud',
      EVENTSTORE_URL: 'esdb://store',
      KAFKA_BROKERS: 'broker:9092',
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
