/** Loads parts of the console that are fetched when they are first needed. */

/** A part could not be fetched. After an upgrade of the server the old parts are gone. */
export class PartNotLoaded extends Error {
  /** serverAnswers: whether the server answered when it was asked for something else. */
  constructor(readonly serverAnswers: boolean) {
    super(
      serverAnswers
        ? "A part of the console could not be loaded. A newer version was probably installed."
        : "A part of the console could not be loaded, because the server does not answer.",
    );
    this.name = "PartNotLoaded";
  }
}

/** Runs an `import()`. Throws PartNotLoaded if it fails. */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    throw new PartNotLoaded(await serverAnswers());
  }
}

async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch("server.json", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
