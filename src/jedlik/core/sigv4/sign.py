"""Signs a request, as clients do. Commands of Jedlik use it to call a server."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Final, NamedTuple

from jedlik.core.sigv4.authorization import SignedRequest, read_claim
from jedlik.core.sigv4.canonical import canonical_request
from jedlik.core.sigv4.signing_key import signing_key

_ALGORITHM: Final = "AWS4-HMAC-SHA256"


class Credentials(NamedTuple):
    """What a client signs with. session_token: empty for a long-term key."""

    access_key_id: str
    secret_access_key: str
    session_token: str = ""


class _Unsigned(NamedTuple):
    """A request in the form of `SignedRequest`."""

    method: bytes
    target: bytes
    headers: Mapping[bytes, bytes]
    body: bytes


def sign(request: SignedRequest, credentials: Credentials, scope: str, date: str) -> dict[str, str]:
    """Returns all headers of a request and those of its signature.

    request: its headers must contain Host. scope: `us-east-1/dynamodb`, for example.
    date: the time of the signature, `20260118T112233Z`.
    """
    headers = {name.decode(): value.decode() for name, value in request.headers.items()}
    headers["x-amz-date"] = date
    if credentials.session_token:
        headers["x-amz-security-token"] = credentials.session_token
    whole_scope = f"{date[:8]}/{scope}/aws4_request"
    names = ";".join(sorted(headers))
    begin = (
        f"{_ALGORITHM} Credential={credentials.access_key_id}/{whole_scope}, "
        f"SignedHeaders={names}, Signature="
    )
    claimed = {**headers, "authorization": begin + "0" * 64}
    unsigned = _Unsigned(
        request.method,
        request.target,
        {name.encode(): value.encode() for name, value in claimed.items()},
        request.body,
    )
    digest = sha256(canonical_request(unsigned, read_claim(unsigned))).hexdigest()
    text = "\n".join((_ALGORITHM, date, whole_scope, digest))
    key = signing_key(credentials.secret_access_key, whole_scope.encode())
    headers["authorization"] = begin + key.sign(text.encode())
    return headers
