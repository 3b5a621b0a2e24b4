import type { Finding } from '../../ledger/inspection.js';

/**
 * Who may delete a stream of the ledger, or write its metadata, which can make entries vanish as well. `as-it-comes`: nobody has set any
 * rights. `unreadable`: this user may not see them.
 */
export type Settings = { readonly mayDelete: readonly string[] } | 'as-it-comes' | 'unreadable';

const EVERYBODY = '$all';
const ADMINISTRATORS = '$admins';
const ADMINISTRATOR = 'admin';

type Fields = Readonly<Record<string, unknown>>;

/** Reads what the server keeps in `$settings`. What it leaves out, everybody may. */
export function asSettings(data: unknown): Settings {
  const acl = isFields(data) ? data['$userStreamAcl'] : undefined;
  return { mayDelete: isFields(acl) ? mayDeleteBy(acl) : [EVERYBODY] };
}

/** Who may delete by an access control list; a right that it does not name is everybody's. */
function mayDeleteBy(acl: Fields): readonly string[] {
  return ['$d', '$mw'].flatMap((right) => (acl[right] === undefined ? [EVERYBODY] : namesIn(acl[right])));
}

/** Who may delete a stream that has rights of its own; what those leave out is as by default. */
export function mayDeleteStream({ $acl: acl }: Fields): readonly string[] {
  return isFields(acl) ? ['$d', '$mw'].flatMap((right) => (acl[right] === undefined ? [] : namesIn(acl[right]))) : [];
}

/** What is to be said of the user whom EVENTSTORE_URL names. */
export function rightsFinding(settings: Settings, username: string, isInsecure: boolean): Finding {
  const about = 'rights in the event store';
  const advice =
    'as an administrator, let $settings say {"$userStreamAcl":{"$r":"tallystick","$w":"tallystick","$d":"$admins","$mr":"tallystick",' +
    '"$mw":"$admins"}}, give tallystick the right to read $all and $settings, and put it in no group of administrators';
  if (isInsecure) {
    return {
      about,
      state: 'warning',
      found: 'without TLS the server asks nobody who they are: everybody who reaches it may delete entries',
      advice: 'use TLS, and a user of Tallystick’s own, wherever the ledger matters',
    };
  }
  if (settings === 'unreadable')
    return { about, state: 'warning', found: `${username} may not see its own rights ($settings)`, advice };
  const allowed = settings === 'as-it-comes' ? [EVERYBODY] : [...new Set(settings.mayDelete)];
  if (isAllowed(allowed, username))
    return { about, state: 'warning', found: `${username} may delete streams of the ledger`, advice };
  const groups = allowed.filter((name) => name !== ADMINISTRATORS);
  const found = `only ${allowed.join(', ') || 'nobody'} may delete streams of the ledger`;
  if (groups.length === 0) return { about, state: 'well', found };
  return { about, state: 'warning', found, advice: `see that ${username} is in none of these: ${groups.join(', ')}` };
}

/** Whether one of these names is the user's, as far as its groups are known. */
export function isAllowed(names: readonly string[], username: string): boolean {
  return username === ADMINISTRATOR || names.includes(EVERYBODY) || names.includes(username);
}

function namesIn(given: unknown): readonly string[] {
  return (Array.isArray(given) ? given : [given]).map(String);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
