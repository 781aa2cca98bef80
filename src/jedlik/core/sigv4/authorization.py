"""Reading a claim: the Authorization header, or its parts in the query string.

A header is `AWS4-HMAC-SHA256 Credential=<key id>/<date>/<region>/<service>/aws4_request,
SignedHeaders=<a;b>, Signature=<hex>`; parts are split by commas, spaces or both. Only the signature
differs between the requests a client sends on one day, so all before it is parsed once.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Final, Protocol, final
from urllib.parse import unquote_to_bytes

from jedlik.core.errors import Reject, ServiceError

_SIGNATURE_LENGTH: Final = 64
_KEPT_BYTES: Final = 1024  # nobody repeats a longer header, so it is not worth keeping
_REGION: Final = re.compile(r"[A-Za-z0-9-]+")
_REGION_AT: Final = 2  # in a credential
_SEPARATORS: Final = re.compile(r"[, ]+")
_HEADER_PARTS: Final = ("Credential", "Signature", "SignedHeaders")
_QUERY_PARTS: Final = (
    b"X-Amz-Algorithm",
    b"X-Amz-Credential",
    b"X-Amz-Signature",
    b"X-Amz-SignedHeaders",
    b"X-Amz-Date",
)

_MISSING_TOKEN: Final = ServiceError(
    "MissingAuthenticationTokenException", "Request is missing Authentication Token"
)
_TWO_CLAIMS: Final = ServiceError(
    "InvalidSignatureException",
    "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
)


class SignedRequest(Protocol):
    """What a signature covers. Header names are lower case, repeated ones joined by commas."""

    @property
    def method(self) -> bytes:
        """`POST`."""

    @property
    def target(self) -> bytes:
        """Path and query, as sent."""

    @property
    def headers(self) -> Mapping[bytes, bytes]:
        """By lower-case name."""

    @property
    def body(self) -> bytes:
        """As sent, compressed or not."""


@final
class Authorization:
    """The part of a claim that does not change from request to request.

    credential: the five elements, access key id first; fewer or more if the client erred.
    scope: the last four of them as they were written.
    names_region: whether the third could be the name of a Region.
    names: of the signed headers, in order, as often as they were written.
    pick, template: make the canonical headers, and the list of their names, of a request.
    """

    __slots__ = (
        *("access_key_id", "algorithm", "credential", "names", "names_region", "pick", "region"),
        *("scope", "signed_headers", "template"),
    )

    def __init__(  # noqa: PLR0913  (a value)
        self,
        algorithm: str,
        credential: tuple[str, ...],
        *,
        scope: bytes,
        names_region: bool,
        names: tuple[bytes, ...],
        signed_headers: frozenset[bytes],
        pick: Callable[[Mapping[bytes, bytes]], object],
        template: bytes,
    ) -> None:
        self.algorithm = algorithm
        self.credential = credential
        self.access_key_id = credential[0]
        self.region = credential[_REGION_AT] if len(credential) > _REGION_AT else ""
        self.scope = scope
        self.names_region = names_region
        self.names = names
        self.signed_headers = signed_headers
        self.pick = pick
        self.template = template


@final
class Claim:
    """An authorization with what belongs to one request.

    date: the signing time as the client wrote it.
    expires: seconds a presigned request is good for, as written; None in a header's claim.
    """

    __slots__ = ("authorization", "date", "expires", "signature")

    def __init__(
        self, authorization: Authorization, signature: bytes, *, date: bytes, expires: bytes | None
    ) -> None:
        self.authorization = authorization
        self.signature = signature
        self.date = date
        self.expires = expires


def read_claim(request: SignedRequest) -> Claim:
    """The claim of `request`. Rejects a request with none, two, or an incomplete one."""
    header = request.headers.get(b"authorization")
    target = request.target
    if target != b"/" and b"X-Amz-Algorithm" in (parts := _query_parts(target)):
        if header:
            raise Reject(_TWO_CLAIMS)
        return _from_query(parts)
    if header is None or header[:5] != b"AWS4-":
        raise Reject(_MISSING_TOKEN)
    return _from_header(header, request.headers)


def _from_header(header: bytes, headers: Mapping[bytes, bytes]) -> Claim:
    before, _, signature = header.rpartition(b"Signature=")
    if len(signature) == _SIGNATURE_LENGTH and signature.isalnum():
        known = len(before) <= _KEPT_BYTES
        authorization = _repeated(before) if known else _from_parts(_split(before))
    else:
        parts = _split(header)
        signature = parts.get("Signature", "").encode("latin-1")
        authorization = _from_parts(parts)
    date = headers.get(b"x-amz-date") or headers.get(b"date")
    if authorization is None or not signature or not date:
        raise Reject(_incomplete_header(header, dated=bool(date)))
    return Claim(authorization, signature, date=date, expires=None)


@lru_cache(maxsize=4096)
def _repeated(before_signature: bytes) -> Authorization | None:
    """What a client repeats from request to request; None if it lacks a part."""
    return _from_parts(_split(before_signature))


def _from_parts(parts: Mapping[str, str]) -> Authorization | None:
    if not (parts.get("Credential") and parts.get("SignedHeaders")):
        return None
    return _authorization(parts[""], parts["Credential"], parts["SignedHeaders"])


def _split(header: bytes) -> dict[str, str]:
    """The parts of a header by name; the algorithm under the empty name."""
    text = header.decode("latin-1")
    algorithm, _, rest = text.partition(" ")
    parts = {"": algorithm}
    for part in _SEPARATORS.split(rest):
        if not part:
            continue
        name, equals, value = part.partition("=")
        if not equals:
            message = (
                f"'{part}' not a valid key=value pair (missing equal-sign) "
                f"in Authorization header: '{text}'."
            )
            raise Reject(ServiceError("IncompleteSignatureException", message))
        if name:
            parts[name] = value
    return parts


def _incomplete_header(header: bytes, *, dated: bool) -> ServiceError:
    parts = _split(header)
    missing = [
        f"Authorization header requires '{name}' parameter. "
        for name in _HEADER_PARTS
        if not parts.get(name)
    ]
    if not dated:
        missing.append(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
        )
    message = "".join(missing) + "Authorization=" + header.decode("latin-1")
    return ServiceError("IncompleteSignatureException", message)


def _query_parts(target: bytes) -> dict[bytes, bytes]:
    parts = {}
    for pair in target.partition(b"?")[2].split(b"&"):
        name, _, value = pair.partition(b"=")
        parts[unquote_to_bytes(name)] = unquote_to_bytes(value)
    return parts


def _from_query(parts: Mapping[bytes, bytes]) -> Claim:
    missing = [
        f"AWS query-string parameters must include '{name.decode()}'. "
        for name in _QUERY_PARTS
        if not parts.get(name)
    ]
    if missing:
        message = "".join(missing) + "Re-examine the query-string parameters."
        raise Reject(ServiceError("IncompleteSignatureException", message))
    return Claim(
        _authorization(
            parts[b"X-Amz-Algorithm"].decode("latin-1"),
            parts[b"X-Amz-Credential"].decode("latin-1"),
            parts[b"X-Amz-SignedHeaders"].decode("latin-1"),
        ),
        parts[b"X-Amz-Signature"],
        date=parts[b"X-Amz-Date"],
        expires=parts.get(b"X-Amz-Expires", b""),
    )


def _authorization(algorithm: str, credential: str, signed_headers: str) -> Authorization:
    names = sorted(name for name in signed_headers.lower().encode("latin-1").split(b";") if name)
    lines = [name.replace(b"%", b"%%") + b":%b\n" for name in names]
    elements = tuple(credential.rstrip("/").split("/"))
    return Authorization(
        algorithm,
        elements,
        scope="/".join(elements[1:]).encode("latin-1"),
        names_region=len(elements) > _REGION_AT and bool(_REGION.fullmatch(elements[_REGION_AT])),
        names=tuple(names),
        signed_headers=frozenset(names),
        pick=itemgetter(*names) if names else lambda _: (),
        template=b"".join(lines) + b"\n" + b";".join(names).replace(b"%", b"%%") + b"\n",
    )
