"""Who makes a request, by its Signature Version 4.

There are two modes. In open mode every well-formed authorization is accepted, as in local
emulators, so that every SDK works with the credentials that it has. In enforced mode date, scope
and signature are checked with the secret of the access key. Both modes refuse a request without an
authorization.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, final
from urllib.parse import unquote_to_bytes

from mypy_extensions import mypyc_attr

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.principal import ANONYMOUS, Principal
from jedlik.core.sigv4.authorization import Claim, SignedRequest
from jedlik.core.sigv4.verify import (
    UNKNOWN_ACCESS_KEY,
    WRONG_TOKEN,
    check_claim,
    check_form,
    verify_signature,
)
from jedlik.features.identity.identity import Identity
from jedlik.features.identity.last_use import LastUses

if TYPE_CHECKING:  # a server in open mode has none
    from jedlik.features.identity.directory import Directory

_TOKEN_HEADER: Final = b"x-amz-security-token"
_SERVICE_AT: Final = 3  # among the parts of a credential
_NOTED_EVERY_S: Final = 60.0
_TOKEN_PARAMETER: Final = b"X-Amz-Security-Token="

EXPIRED_TOKEN: Final = ServiceError(
    "ExpiredTokenException", "The security token included in the request is expired"
)

# Whoever makes a request without a signature.
NOBODY: Final = Identity("", "", ANONYMOUS)


@mypyc_attr(allow_interpreted_subclasses=True)
class Authenticator:
    """Finds out who makes a request.

    The claim is the authorization that was read from the request.
    last_uses: the uses of access keys that it remembers, None if it remembers none.
    """

    last_uses: LastUses | None = None

    def known(self, request: SignedRequest, claim: Claim, service: str) -> Identity | None:
        """Returns who makes the request. None: the identity must be read first, by `load`.

        service: what the credential scope must name, such as `dynamodb`. Raises Reject.
        """
        raise NotImplementedError

    async def load(self, request: SignedRequest, claim: Claim) -> Identity:
        """Returns who makes a request for which `known` returned None. Raises Reject."""
        raise NotImplementedError


@final
class OpenToAll(Authenticator):
    """Accepts every well-formed authorization as that of one identity."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity

    def known(self, request: SignedRequest, claim: Claim, service: str) -> Identity | None:
        """See Authenticator."""
        check_form(claim.authorization)
        return self._identity


def open_to_all(principal: Principal) -> OpenToAll:
    """Returns what accepts every well-formed authorization as that of one principal."""
    return OpenToAll(Identity("", "", principal))


@final
class Enforced(Authenticator):
    """Checks every authorization with the secret of its access key."""

    def __init__(self, directory: "Directory", now_s: Callable[[], float]) -> None:
        """now_s: returns the time in seconds since 1970."""
        self._directory = directory
        self._now_s = now_s
        self._uses = LastUses()
        self.last_uses = self._uses

    def known(self, request: SignedRequest, claim: Claim, service: str) -> Identity | None:
        """See Authenticator."""
        check_claim(request, claim, now_s=self._now_s(), service=service)
        access_key_id = claim.authorization.access_key_id
        identity = self._directory.cached(access_key_id, session_token(request, claim))
        if identity is not None:
            self._verify(request, claim, identity)
        return identity

    async def load(self, request: SignedRequest, claim: Claim) -> Identity:
        """See Authenticator."""
        token = session_token(request, claim)
        identity = await self._directory.load(claim.authorization.access_key_id, token)
        if identity is None:
            raise Reject(WRONG_TOKEN if token else UNKNOWN_ACCESS_KEY)
        self._verify(request, claim, identity)
        return identity

    def _verify(self, request: SignedRequest, claim: Claim, identity: Identity) -> None:
        """Raises Reject if the signature is wrong or the session has ended.

        The signature is first, so only who knows the secret learns that a token was valid.
        """
        verify_signature(request, claim, identity.secret)
        now_s = self._now_s()
        if identity.expires_s is not None and identity.expires_s <= now_s:
            raise Reject(EXPIRED_TOKEN)
        if now_s - identity.noted_s >= _NOTED_EVERY_S and identity.used_id:
            identity.noted_s = now_s
            authorization = claim.authorization
            service = authorization.credential[_SERVICE_AT]
            self._uses.note(identity.used_id, service, authorization.region, int(now_s))


def session_token(request: SignedRequest, claim: Claim) -> str:
    """Returns the session token of a request, empty without one.

    It is where the claim is: in a header, or in the query of a presigned request. The signature
    covers both places.
    """
    if claim.expires is None:
        token = request.headers.get(_TOKEN_HEADER)
        return "" if token is None else token.decode("latin-1")
    _, _, query = request.target.partition(b"?")
    for parameter in query.split(b"&"):
        if parameter.startswith(_TOKEN_PARAMETER):
            return unquote_to_bytes(parameter[len(_TOKEN_PARAMETER) :]).decode("latin-1")
    return ""
