"""Signed requests for the tests, without a server."""

from collections.abc import Mapping
from typing import NamedTuple

from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ACCESS_KEY_ID = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
REGION = "us-east-1"
SERVICE = "dynamodb"


class Request(NamedTuple):
    """What a signature covers."""

    method: bytes
    target: bytes
    headers: dict[bytes, bytes]
    body: bytes


def signed(
    headers: Mapping[str, str],
    *,
    body: bytes = b"{}",
    path: str = "/",
    method: str = "POST",
    presigned_s: int | None = None,
    token: str | None = None,
    service: str = SERVICE,
) -> Request:
    """Returns a request that botocore has signed now.

    presigned_s: if given, the signature is in the query, the body is empty, and the request is
    valid for this many seconds.
    """
    if presigned_s is not None:
        body = b""  # botocore would move the members of a JSON body into the query
    url = "http://localhost:8000" + path
    request = AWSRequest(method, url, data=body, headers={"Host": "localhost:8000", **headers})
    credentials = Credentials(ACCESS_KEY_ID, SECRET, token)
    if presigned_s is None:
        SigV4Auth(credentials, service, REGION).add_auth(request)
    else:
        SigV4QueryAuth(credentials, service, REGION, expires=presigned_s).add_auth(request)
    prepared = request.prepare()
    sent = {
        name.lower().encode(): value if isinstance(value, bytes) else value.encode()
        for name, value in prepared.headers.items()
    }
    target = prepared.url.removeprefix("http://localhost:8000")
    return Request(method.encode(), target.encode() or b"/", sent, body)
