"""Calls operations of a server over HTTP, for the commands that need no SDK."""

import html
import http.client
import os
import re
import ssl
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode, urlsplit

import orjson

from jedlik.app.settings import SettingsError
from jedlik.core.sigv4.sign import Credentials, sign
from jedlik.wire.http.message import HttpRequest

IAM_VERSION: Final = "2010-05-08"
JEDLIK_TARGET: Final = "Jedlik_20261130"
_TIMEOUT_S: Final = 30
_FORM: Final = b"application/x-www-form-urlencoded; charset=utf-8"
_JSON: Final = b"application/x-amz-json-1.0"
_WRONG_CREDENTIALS: Final = frozenset(
    {
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)


class CallError(SettingsError):
    """The server refused an operation. code: that of its error."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Endpoint(NamedTuple):
    """A server, and who calls it. trusted: a file with the certificate of its authority, or ""."""

    url: str
    credentials: Credentials
    region: str
    trusted: str = ""


def call_iam(endpoint: Endpoint, action: str, **members: str) -> str:
    """Calls an operation of IAM and returns its answer, as XML.

    Raises CallError if the server refuses, and SettingsError if it does not answer.
    """
    form = urlencode({"Action": action, "Version": IAM_VERSION, **members}).encode()
    status, body = _post(endpoint, "iam", {b"content-type": _FORM}, form)
    answer = body.decode(errors="replace")
    if status != http.client.OK:
        code = next(iter(texts(answer, "Code")), str(status))
        message = next(iter(texts(answer, "Message")), "the server is no Jedlik")
        raise _refusal(action, code, message)
    return answer


def texts(answer: str, name: str) -> list[str]:
    """Returns the texts of all elements of an answer that have a name and no elements inside."""
    return [html.unescape(each) for each in re.findall(f"<{name}>([^<]*)</{name}>", answer)]


def call_jedlik(endpoint: Endpoint, operation: str, **members: object) -> dict[str, Any]:
    """Calls an operation of Jedlik's own API and returns its answer.

    Raises CallError if the server refuses, and SettingsError if it does not answer.
    """
    headers = {b"content-type": _JSON, b"x-amz-target": f"{JEDLIK_TARGET}.{operation}".encode()}
    status, body = _post(endpoint, "jedlik", headers, orjson.dumps(members))
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError:
        answer = {}
    if status == http.client.OK and isinstance(answer, dict):
        return answer
    code = str(answer.get("__type", status)).rpartition("#")[2]
    message = answer.get("message") or answer.get("Message") or code
    raise _refusal(operation, code, message)


def _refusal(operation: str, code: str, message: str) -> CallError:
    advice = ""
    if code in _WRONG_CREDENTIALS:
        advice = (
            " Are these the credentials of this server? They are the root key pair of --data, or"
            " with --url those of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        )
    return CallError(code, f"{operation} was refused: {message}{advice}")


def _post(
    endpoint: Endpoint, service: str, headers: Mapping[bytes, bytes], body: bytes
) -> tuple[int, bytes]:
    parts = urlsplit(endpoint.url)
    host = parts.netloc
    if parts.scheme not in {"http", "https"} or not host:
        raise SettingsError(f"{endpoint.url} is no URL of a server")
    sent = {b"host": host.encode(), **headers}
    request = HttpRequest(b"POST", b"/", sent, body, "", b"")
    date = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    signed = sign(request, endpoint.credentials, f"{endpoint.region}/{service}", date)
    try:
        with closing(_connection(parts.scheme, host, endpoint.trusted)) as connection:
            connection.request("POST", "/", body, signed)
            response = connection.getresponse()
            return response.status, response.read()
    except (OSError, http.client.HTTPException) as error:
        raise SettingsError(
            f"no answer from {endpoint.url}: {error}. Is the server running?"
        ) from error


def _connection(scheme: str, host: str, trusted: str) -> http.client.HTTPConnection:
    if scheme == "http":
        return http.client.HTTPConnection(host, timeout=_TIMEOUT_S)
    bundle = trusted or os.environ.get("AWS_CA_BUNDLE")
    context = ssl.create_default_context(cafile=bundle)
    return http.client.HTTPSConnection(host, timeout=_TIMEOUT_S, context=context)
