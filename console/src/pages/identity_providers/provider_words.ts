/** Names of OpenID Connect providers, and lists of texts in a field. */

const KIND = ":oidc-provider/";

/** `arn:aws:iam::000000000000:oidc-provider/example.com/a` is `example.com/a`. */
export function urlOf(arn: string): string {
  const at = arn.indexOf(KIND);
  return at < 0 ? arn : arn.slice(at + KIND.length);
}

/** The texts of a field: one on each line. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => line !== "");
}

/** What is wrong in a field with thumbprints. Source: API Reference, thumbprintType. */
export function thumbprintsError(text: string): string | undefined {
  const wrong = linesOf(text).find((line) => !/^[0-9a-fA-F]{40}$/.test(line));
  if (wrong === undefined) return undefined;
  return `A thumbprint has 40 hexadecimal digits, and "${wrong}" has not.`;
}

/** What is wrong in the URL of a provider. The service checks the rest. */
export function urlError(url: string): string | undefined {
  return /^https:\/\/[^\s?#]+$/.test(url)
    ? undefined
    : "Type a URL that begins with https://, without a query.";
}
