/**
 * Replaces each built file by its gzip: the server sends these bytes, and browsers decompress them.
 * Then writes manifest.json, which says from which sources the build was made.
 */

import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { hashOfSources } from "./sources.ts";

export function compressed(): Plugin {
  let root = "";
  let folder = "";
  return {
    name: "jedlik-compressed",
    apply: "build",
    configResolved(config) {
      root = config.root;
      folder = resolve(root, config.build.outDir);
    },
    async closeBundle() {
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || entry.name.endsWith(".gz")) continue;
        const path = join(entry.parentPath, entry.name);
        await writeFile(`${path}.gz`, gzipSync(await readFile(path), { level: 9 }));
        await rm(path);
      }
      const manifest = { sources: await hashOfSources(root) };
      await writeFile(join(folder, "manifest.json"), `${JSON.stringify(manifest)}\n`);
    },
  };
}
