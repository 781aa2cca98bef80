"""Calls operations of a server over HTTP, for the commands that need no SDK."""

import html
import http.client
import re
import ssl
from datetime import UTC, datetime
from typing import Final, NamedTuple
from urllib.parse import urlencode, urlsplit

from jedlik.app.settings import SettingsError
from jedlik.core.sigv4.sign import Credentials, sign
from jedlik.wire.http.message import HttpRequest

IAM_VERSION: Final = "2010-05-08"
_TIMEOUT_S: Final = 30
_FORM: Final = b"application/x-www-form-urlencoded; charset=utf-8"


class CallError(SettingsError):
    """The server refused an operation. code: that of its error."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Endpoint(NamedTuple):
    """A server, and who calls it."""

    url: str
    credentials: Credentials
    region: str


def call_iam(endpoint: Endpoint, action: str, **members: str) -> str:
    """Calls an operation of IAM and returns its answer, as XML.

    Raises CallError if the server refuses, and SettingsError if it does not answer.
    """
    form = urlencode({"Action": action, "Version": IAM_VERSION, **members}).encode()
    status, body = _post(endpoint, form)
    answer = body.decode(errors="replace")
    if status != http.client.OK:
        code = next(iter(texts(answer, "Code")), str(status))
        message = next(iter(texts(answer, "Message")), "the server is no Jedlik")
        raise CallError(code, f"{action} was refused: {message}")
    return answer


def texts(answer: str, name: str) -> list[str]:
    """Returns the texts of all elements of an answer that have a name and no elements inside."""
    return [html.unescape(each) for each in re.findall(f"<{name}>([^<]*)</{name}>", answer)]


def _post(endpoint: Endpoint, form: bytes) -> tuple[int, bytes]:
    parts = urlsplit(endpoint.url)
    host = parts.netloc
    if parts.scheme not in {"http", "https"} or not host:
        raise SettingsError(f"{endpoint.url} is no URL of a server")
    headers = {b"host": host.encode(), b"content-type": _FORM}
    request = HttpRequest(b"POST", b"/", headers, form, "", b"")
    date = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    signed = sign(request, endpoint.credentials, f"{endpoint.region}/iam", date)
    try:
        if parts.scheme == "https":
            tls = ssl.create_default_context()
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, timeout=_TIMEOUT_S, context=tls
            )
        else:
            connection = http.client.HTTPConnection(host, timeout=_TIMEOUT_S)
        connection.request("POST", "/", form, signed)
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException) as error:
        raise SettingsError(
            f"no answer from {endpoint.url}: {error}. Is the server running?"
        ) from error
