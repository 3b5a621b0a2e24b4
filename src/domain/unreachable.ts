/**
 * Ends a switch on a union. Takes the value that no case met; never returns: a ledger stops rather than skips.
 */
export function unreachable(value: never): never {
  const { type, code }: { readonly type?: string; readonly code?: string } = value;
  throw new Error(`No case for ${type ?? code ?? 'a value'}: this program is older than the data it reads.`);
}
