/** Replaces each built file by its gzip. The server sends these bytes; browsers decompress them. */

import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

export function compressed(): Plugin {
  let folder = "";
  return {
    name: "jedlik-compressed",
    apply: "build",
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    async closeBundle() {
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || entry.name.endsWith(".gz")) continue;
        const path = join(entry.parentPath, entry.name);
        await writeFile(`${path}.gz`, gzipSync(await readFile(path), { level: 9 }));
        await rm(path);
      }
    },
  };
}
