import { describe, expect, it } from '@jest/globals';
import { asSettings, isAllowed, mayDeleteStream, rightsFinding } from './rights.js';

const guarded = { $userStreamAcl: { $r: 'tallystick', $w: 'tallystick', $d: '$admins', $mr: 'x', $mw: ['$admins'] } };

describe('the rights that streams have by default', () => {
  it('are well when only administrators may delete and write metadata', () => {
    expect(rightsFinding(asSettings(guarded), 'tallystick', false)).toMatchObject({ state: 'well' });
  });

  it.each([
    ['nothing is set', 'as-it-comes' as const],
    ['nothing is said of user streams', asSettings({ $systemStreamAcl: { $d: '$admins' } })],
    ['everybody may delete', asSettings({ $userStreamAcl: { $d: '$all', $mw: '$admins' } })],
    ['the user may delete', asSettings({ $userStreamAcl: { $d: ['ops', 'tallystick'], $mw: '$admins' } })],
    ['the user may write metadata', asSettings({ $userStreamAcl: { $d: '$admins', $mw: 'tallystick' } })],
    ['a right is left out', asSettings({ $userStreamAcl: { $d: '$admins' } })],
    ['a group may delete', asSettings({ $userStreamAcl: { $d: 'keepers', $mw: '$admins' } })],
    ['they cannot be seen', 'unreadable' as const],
  ])('are worth a warning, with what to do, when %s', (_, settings) => {
    expect(rightsFinding(settings, 'tallystick', false)).toMatchObject({
      state: 'warning',
      advice: expect.any(String),
    });
  });

  it('are worth one for an administrator, and where nobody is asked who they are', () => {
    expect(rightsFinding(asSettings(guarded), 'admin', false).state).toBe('warning');
    expect(rightsFinding(asSettings(guarded), 'tallystick', true).state).toBe('warning');
  });
});

describe('the rights of one stream', () => {
  it('count where it has its own', () => {
    expect(mayDeleteStream({ $maxCount: 1 })).toEqual([]);
    expect(mayDeleteStream({ $acl: { $r: '$all' } })).toEqual([]);
    expect(isAllowed(mayDeleteStream({ $acl: { $d: 'tallystick' } }), 'tallystick')).toBe(true);
    expect(isAllowed(mayDeleteStream({ $acl: { $d: '$admins', $mw: ['$ops'] } }), 'tallystick')).toBe(false);
  });
});
