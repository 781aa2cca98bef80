/** Does something for each of many things: some at a time, with a way to stop, and a report. */

const AT_A_TIME = 8;

export interface Failed<T> {
  readonly thing: T;
  readonly error: unknown;
}

export interface Progress<T> {
  readonly done: number;
  readonly failed: readonly Failed<T>[];
}

/** Calls `act` for each thing until the signal ends it. A failure does not end the others. */
export async function forEach<T>(
  things: readonly T[],
  act: (thing: T) => Promise<void>,
  onProgress: (progress: Progress<T>) => void,
  signal: AbortSignal,
): Promise<Progress<T>> {
  let next = 0;
  let done = 0;
  const failed: Failed<T>[] = [];
  const work = async () => {
    for (let thing = things[next++]; thing !== undefined; thing = things[next++]) {
      if (signal.aborted) return;
      try {
        await act(thing);
        done += 1;
      } catch (error) {
        failed.push({ thing, error });
      }
      onProgress({ done, failed: [...failed] });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return { done, failed };
}
