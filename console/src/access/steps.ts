/** Requests that follow the one which made something. */

/** Sends them one after the other, and returns the errors of those that failed. */
export async function failuresOf(
  requests: readonly (() => Promise<unknown>)[],
): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const send of requests) {
    try {
      await send();
    } catch (thrown) {
      failures.push(thrown);
    }
  }
  return failures;
}
