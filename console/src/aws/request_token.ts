const BYTES = 16;

/** A ClientRequestToken: a transaction that is sent again is not done twice. */
export function requestToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
