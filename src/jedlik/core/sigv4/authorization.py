"""Reads a claim from the Authorization header or from the query string.

A header is `AWS4-HMAC-SHA256 Credential=<key id>/<date>/<region>/<service>/aws4_request,
SignedHeaders=<a;b>, Signature=<hex>`. Its parts are separated by commas, spaces or both. Only the
signature differs between the requests of a client on one day, so everything before it is parsed
once.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Final, Protocol, final
from urllib.parse import unquote_to_bytes

from jedlik.core.errors import Reject, ServiceError

_SIGNATURE_LENGTH: Final = 64
_CACHED_BYTES: Final = 1024  # longer headers are not cached: no client needs them
_REGION: Final = re.compile(r"[A-Za-z0-9-]+")
_REGION_AT: Final = 2  # its position in a credential
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
    """What a signature covers."""

    @property
    def method(self) -> bytes:
        """Returns the HTTP method, such as `POST`."""

    @property
    def target(self) -> bytes:
        """Returns path and query, as sent."""

    @property
    def headers(self) -> Mapping[bytes, bytes]:
        """Returns values by lower-case name. Repeated headers are joined by commas."""

    @property
    def body(self) -> bytes:
        """Returns the body as sent, compressed or not."""


@final
class Authorization:
    """The part of a claim that a client repeats in each request.

    credential: its five elements, beginning with the access key id. A wrong credential may have
    fewer or more.
    scope: the last four elements as written.
    names_region: whether the third element can be the name of a Region.
    names: names of the signed headers, sorted, with repetitions.
    pick, template: they create the canonical headers of a request and the list of their names.
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
    """An authorization, together with what belongs to one request.

    date: the signing time as the client wrote it.
    expires: how many seconds a presigned request is valid, as written; None for a claim in a
    header.
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
    """Returns the claim of `request`.

    Raises Reject if there is no claim, if there are two, or if it is incomplete.
    """
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
        known = len(before) <= _CACHED_BYTES
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
    """Parses the part of a header that a client repeats. Returns None if something is missing."""
    return _from_parts(_split(before_signature))


def _from_parts(parts: Mapping[str, str]) -> Authorization | None:
    if not (parts.get("Credential") and parts.get("SignedHeaders")):
        return None
    return _authorization(parts[""], parts["Credential"], parts["SignedHeaders"])


def _split(header: bytes) -> dict[str, str]:
    """Returns the parts of a header by name. The algorithm has the empty name."""
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
