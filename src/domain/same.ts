/** Whether two values of an event say the same; the order of an object's fields is of no account. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(b)) return false;
  const other = new Map(Object.entries(b));
  const mine = Object.entries(a);
  return mine.length === other.size && mine.every(([name, value]) => other.has(name) && isSame(value, other.get(name)));
}
