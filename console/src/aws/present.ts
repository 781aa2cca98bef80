/** What an answer must contain. */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The answer of the server has no ${what}.`);
  return value;
}
