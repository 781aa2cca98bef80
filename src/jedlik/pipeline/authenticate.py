"""Who makes a request, by its Signature Version 4.

There are two modes. In open mode every well-formed authorization is accepted, as in local
emulators, so that every SDK works with the credentials that it has. In enforced mode date, scope
and signature are checked with the secret of the access key. Both modes refuse a request without an
authorization.
"""

from collections.abc import Callable

from jedlik.core.errors import Reject
from jedlik.core.principal import Principal
from jedlik.core.sigv4.authorization import Claim, SignedRequest
from jedlik.core.sigv4.verify import (
    UNKNOWN_ACCESS_KEY,
    check_claim,
    check_form,
    verify_signature,
)

# Returns the principal who made a request. The claim is the authorization that was read from the
# request. The string is the service that the credential scope must name, such as `dynamodb`. Raises
# Reject.
Authenticate = Callable[[SignedRequest, Claim, str], Principal]


def open_to_all(principal: Principal) -> Authenticate:
    """Returns a function that accepts every well-formed authorization as that of `principal`."""

    def authenticate(request: SignedRequest, claim: Claim, service: str) -> Principal:
        check_form(claim.authorization)
        return principal

    return authenticate


def enforced(
    principal: Principal,
    secret_of: Callable[[str], str | None],
    now_s: Callable[[], float],
) -> Authenticate:
    """Returns a function that checks every authorization with the secret of its access key.

    principal: the owner of all access keys.
    secret_of: returns the secret of an access key id, or None if there is no such key.
    now_s: returns the time in seconds since 1970.
    """

    def authenticate(request: SignedRequest, claim: Claim, service: str) -> Principal:
        check_claim(request, claim, now_s=now_s(), service=service)
        secret = secret_of(claim.authorization.access_key_id)
        if secret is None:
            raise Reject(UNKNOWN_ACCESS_KEY)
        verify_signature(request, claim, secret)
        return principal

    return authenticate
