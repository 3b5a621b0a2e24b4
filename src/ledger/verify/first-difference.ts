import { answerJson } from '../codec/json.js';

/**
 * Names the first place where two values differ, as a path and what stands on either side, in words that finish "… differs: ". Gives `undefined` when they say
 * the same.
 */
export function firstDifference(recorded: unknown, derived: unknown, path = ''): string | undefined {
  if (isPlain(recorded) && isPlain(derived)) {
    const names = [...new Set([...Object.keys(recorded), ...Object.keys(derived)])].sort();
    for (const name of names) {
      const difference = firstDifference(
        own(recorded, name),
        own(derived, name),
        path === '' ? name : `${path}.${name}`,
      );
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (Array.isArray(recorded) && Array.isArray(derived)) {
    for (let i = 0; i < Math.max(recorded.length, derived.length); i += 1) {
      const difference = firstDifference(recorded[i], derived[i], `${path}[${i}]`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  const [found, expected] = [written(recorded), written(derived)];
  return found === expected ? undefined : `${path} is ${excerpt(found)}, should be ${excerpt(expected)}`;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A force may be called `constructor`, which every object answers to. */
function own(fields: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function written(value: unknown): string {
  return value === undefined ? 'absent' : answerJson(value);
}

const EXCERPT = 200;
function excerpt(text: string): string {
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
}
