/** The address of a page, or of the same as JSON, with what is asked of it. What is `undefined` is not asked; a list is joined by commas. */
export function addressOf(
  path: string,
  asked: Readonly<Record<string, string | number | readonly number[] | undefined>>,
): string {
  const told = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  return told.length === 0 ? path : `${path}?${new URLSearchParams(told).toString()}`;
}
