/** Errors of the server, as pages show them. */

export interface ServiceError {
  /** Such as ResourceNotFoundException. */
  readonly name: string;
  readonly message: string;
}

const EXPIRED = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
]);
const DENIED = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"]);

/** Whether a request got no answer at all. */
export function isUnreachable(thrown: unknown): boolean {
  return thrown instanceof TypeError;
}

export function serviceError(thrown: unknown): ServiceError {
  if (isUnreachable(thrown)) {
    return { name: "Not reachable", message: "The server does not answer. Is it running?" };
  }
  if (thrown instanceof Error) return { name: thrown.name, message: thrown.message };
  return { name: "Error", message: String(thrown) };
}

/** Whether the credentials of the session are no longer valid. */
export function isExpired(thrown: unknown): boolean {
  return thrown instanceof Error && EXPIRED.has(thrown.name);
}

export function isDenied(error: ServiceError): boolean {
  return DENIED.has(error.name);
}
