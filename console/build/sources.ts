/** The hash of the sources of the console, by the rule in tests/tidy/console_build.py. */

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

function sha256(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Returns the SHA-256 of all sources: their paths and contents, in the order of their paths. */
export async function hashOfSources(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => path !== "README.md" && !path.split("/").includes("node_modules"))
    .sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  const lines = await Promise.all(
    paths.map(async (path) => `${path}\0${sha256(await readFile(join(folder, path)))}\n`),
  );
  return sha256(lines.join(""));
}
