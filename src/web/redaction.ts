const HIDDEN = '[redacted]';

/** What belongs to such a name is never shown, wherever it stands. */
const SECRET_NAME =
  /pass(?:word|wd|phrase|code)?$|^pwd$|secret|token|authorization|cookie|credential|private[-_]?key|api[-_]?key|connection[-_]?string|(?:database|eventstore)[-_]?url$/i;

/** Each finds a kind of secret in running text; what it captures first stays. */
const IN_TEXT: readonly RegExp[] = [
  // Who signs in, and with what, in any address: postgresql://user:password@host.
  /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/"'<>]*(?=@)/gi,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(?=-----END|$)/g,
  // A header is one from its name to the end of the line.
  /(\b(?:proxy-)?authorization["']?\s*[:=]\s*)[^\r\n]+/gi,
  /(\b(?:set-)?cookie["']?\s*[:=]\s*)[^\r\n]+/gi,
  /(\b(?:basic|bearer)\s+)[\w+/.~=-]{6,}/gi,
  /([\w-]{0,40}(?:password|passwd|passphrase|pwd|secret|token|api[-_]?key)["']?\s*[=:]\s*)(?:"[^"]*"|'[^']*'|[^\s,;&"'})\]]+)/gi,
];

/** Of an address with one host or several, which is then no URL. */
const PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^:/?#@]*:([^/?#]*)@/i;
/** Shorter ones are found in words that mean something else. */
const SHORTEST = 4;
const DEEPEST = 8;

/**
 * Takes secrets out of what is written down for others to read: whatever has a secret's name, whatever looks like one, and the very secrets
 * that this process was started with.
 */
export class Redactor {
  readonly #known = new Set<string>();

  /** From now on this text is hidden wherever it occurs, also as it stands in an address. */
  hide(secret: string): void {
    for (const form of [secret, encodeURIComponent(secret)]) if (form.length >= SHORTEST) this.#known.add(form);
  }

  /** Hides the password of an address, if it has one. */
  hideIn(address: string): void {
    const password = PASSWORD.exec(address)?.[1];
    if (password === undefined) return;
    this.hide(password);
    this.hide(decoded(password));
  }

  text(text: string): string {
    let shown = text;
    for (const secret of this.#known) shown = shown.replaceAll(secret, HIDDEN);
    return IN_TEXT.reduce((redacted, pattern) => redacted.replace(pattern, `$1${HIDDEN}`), shown);
  }

  /** A copy to be written as JSON: errors with their causes, everything else as it is, without secrets. */
  value(value: unknown, depth = 0): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'bigint') return value.toString();
    if (typeof value !== 'object' || value === null) return value;
    if (depth === DEEPEST) return '…';
    if (value instanceof Error) return this.#error(value, depth);
    if (Array.isArray(value)) return value.map((item) => this.value(item, depth + 1));
    return this.#fields(value, depth);
  }

  #error(error: Error, depth: number): unknown {
    const { name, message, stack, cause } = error;
    return {
      ...(this.#fields(error, depth) as object),
      name,
      message: this.text(message),
      ...(stack !== undefined && { stack: this.text(stack) }),
      ...(cause !== undefined && { cause: this.value(cause, depth + 1) }),
    };
  }

  #fields(value: object, depth: number): unknown {
    return Object.fromEntries(
      Object.entries(value).map(([name, field]: [string, unknown]) => [
        name,
        SECRET_NAME.test(name) ? HIDDEN : this.value(field, depth + 1),
      ]),
    );
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
