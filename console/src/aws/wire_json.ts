/** Values of the SDK as the JSON that travels: bytes are base64, times are text. */

const CHUNK = 8192;
const INDENT = 2;

/** The JSON text of a value. */
export function wireText(value: unknown, isCompact = false): string {
  return JSON.stringify(toWire(value), null, isCompact ? undefined : INDENT) ?? "";
}

function toWire(value: unknown): unknown {
  if (value instanceof Uint8Array) return base64(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toWire);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toWire(member)]));
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(text);
}
