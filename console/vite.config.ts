import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { compressed } from "./build/compressed.ts";
import { systemFonts } from "./build/system_fonts.ts";

// The server that `make console-dev` works with.
const SERVER = process.env.JEDLIK_ENDPOINT ?? "http://127.0.0.1:8000";

// Packages that change together have a file of their own, so that browsers and the repository keep
// it when only our code changes.
const GROUPS = [
  { name: "react", test: /node_modules\/(react|react-dom|react-router|scheduler|@tanstack)\// },
  { name: "ace", test: /node_modules\/ace-builds\// },
  {
    name: "aws",
    test: /node_modules\/(@smithy|@aws-crypto|@aws|tslib|fast-xml-parser|@aws-sdk\/(?!client-))/,
  },
];

export default defineConfig({
  base: "/console/",
  plugins: [react(), systemFonts(), compressed()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "../src/jedlik/console/static",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
  },
  server: {
    // Signatures contain Host, so the name that the browser used stays.
    proxy: { "^/$": SERVER, "^/backup": SERVER, "^/console/server.json": SERVER },
  },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
});
