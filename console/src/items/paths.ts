/**
 * Paths to attributes: `name`, `address.city`, `tags[0]`. A part in double quotation marks may have
 * any character: `"a.b"[0]`, with `""` for one quotation mark.
 */

export type PathPart = string | number;

const PART = /(?:"((?:[^"]|"")+)"|([^."[\]]+))((?:\[\d+\])*)(\.|$)/y;

/** The parts of a path; undefined if the text is none. */
export function parsePath(text: string): readonly PathPart[] | undefined {
  const parts: PathPart[] = [];
  let offset = 0;
  let isOpen = true; // whether another part must follow
  while (offset < text.length) {
    PART.lastIndex = offset;
    const match = PART.exec(text);
    if (match === null) return undefined;
    parts.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    for (const [, index] of (match[3] ?? "").matchAll(/\[(\d+)\]/g)) parts.push(Number(index));
    isOpen = match[4] === ".";
    offset += match[0].length;
  }
  return isOpen ? undefined : parts;
}

/** A name as a path of one part. */
export function pathOf(name: string): string {
  return /^[^."[\]]+$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
