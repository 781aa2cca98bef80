"""Who asks: the caller of a request, by Signature Version 4.

Two modes. Open: any well-formed claim is believed, as local emulators do, so that every SDK works
with whatever credentials it has. Enforced: date, scope and signature are checked against the
secret of the access key. A request without a claim is refused in both.
"""

from collections.abc import Callable
from typing import final

from jedlik.core.errors import Reject
from jedlik.core.sigv4.authorization import SignedRequest, read_claim
from jedlik.core.sigv4.verify import (
    UNKNOWN_ACCESS_KEY,
    check_claim,
    check_form,
    verify_signature,
)


@final
class Caller:
    """Who signed a request, and for which Region."""

    __slots__ = ("access_key_id", "account_id", "region")

    def __init__(self, *, access_key_id: str, region: str, account_id: str) -> None:
        self.access_key_id = access_key_id
        self.region = region
        self.account_id = account_id


# From a request and the service its credential must be scoped to, such as `dynamodb`, the caller.
Authenticate = Callable[[SignedRequest, str], Caller]


def open_to_all(account_id: str) -> Authenticate:
    """Believes every well-formed claim and puts its maker into `account_id`."""

    def authenticate(request: SignedRequest, service: str) -> Caller:
        claim = read_claim(request)
        authorization = claim.authorization
        check_form(authorization)
        access_key_id, _, region, _, _ = authorization.credential
        return Caller(access_key_id=access_key_id, region=region, account_id=account_id)

    return authenticate


def enforced(
    account_id: str,
    secret_of: Callable[[str], str | None],
    now_s: Callable[[], float],
) -> Authenticate:
    """Checks every claim against the secret of its access key.

    secret_of: the secret of an access key id, None if there is no such key.
    now_s: the time in seconds since 1970.
    """

    def authenticate(request: SignedRequest, service: str) -> Caller:
        claim = read_claim(request)
        check_claim(request, claim, now_s=now_s(), service=service)
        access_key_id, _, region, _, _ = claim.authorization.credential
        secret = secret_of(access_key_id)
        if secret is None:
            raise Reject(UNKNOWN_ACCESS_KEY)
        verify_signature(request, claim, secret)
        return Caller(access_key_id=access_key_id, region=region, account_id=account_id)

    return authenticate
