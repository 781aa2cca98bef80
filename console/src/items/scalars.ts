/** What may stand in a Number and in a Binary. */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?$/;
const DIGITS_MAX = 38;
const LARGEST_EXPONENT = 125;
const SMALLEST_EXPONENT = -130;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Why a text is no number of DynamoDB; undefined if it is one. */
export function numberProblem(text: string): string | undefined {
  const match = NUMBER.exec(text);
  if (match === null) return "Write a number, for example 12 or -1.5.";
  const [whole = "", fraction = ""] = (match[1] ?? "").split(".");
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return undefined;
  if (significant.length > DIGITS_MAX) return "A number has at most 38 significant digits.";
  // The power of ten of the first digit that is not zero.
  const exponent = Number(match[2] ?? 0) - fraction.length + digits.length - 1;
  if (exponent > LARGEST_EXPONENT) return "The number is too large: at most 9.99e125.";
  if (exponent < SMALLEST_EXPONENT) return "The number is too close to zero: at least 1e-130.";
  return undefined;
}

/** Why a text is no base64; undefined if it is. */
export function base64Problem(text: string): string | undefined {
  return BASE64.test(text) ? undefined : "Write the bytes in base64, for example SGVsbG8=.";
}

const READABLE_MAX = 2000;

/** The text in a Binary, if its bytes are UTF-8 that people can read. */
export function readableText(base64: string): string | undefined {
  if (base64 === "" || base64.length > READABLE_MAX || base64Problem(base64)) return undefined;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u.test(text.replace(/[\t\n\r]/g, "")) ? undefined : text;
  } catch {
    return undefined;
  }
}
