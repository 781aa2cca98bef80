/** Removes the font that Cloudscape embeds in its style sheet, 140 kB. Pages use the system's font. */

import type { Plugin } from "vite";

const FONT_FACE = /@font-face\s*\{[^}]*\}/g;

export function systemFonts(): Plugin {
  return {
    name: "jedlik-system-fonts",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("global-styles") || !id.endsWith(".css")) return null;
      return { code: code.replace(FONT_FACE, ""), map: null };
    },
  };
}
