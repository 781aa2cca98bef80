"""From a request to a metadata endpoint to its response.

Every path begins with the secret of the endpoint. A request is checked in this order; the first
line that fits refuses it:

| refused | status |
|---|---|
| Host is no loopback address and not 169.254.169.254, or a page of a browser asks | 403 |
| the path does not begin with the secret | 404 |
| X-Forwarded-For: somebody passes on a request of somebody else | 403 |
| the endpoint of the instance is disabled | 403 |
| the method is not GET or HEAD, or PUT for a token | 405 |
| the token is missing although it is needed, is wrong, or has ended | 401 |
| there is no value | 404 |
| the server of Jedlik does not answer | 500 |

Source: EC2 User Guide, "Use the Instance Metadata Service to access instance metadata"; what the
SDKs send: botocore `utils.py`. The service checks X-Forwarded-For only when a token is asked for.
"""

import time
from collections.abc import Callable
from hmac import compare_digest
from typing import Final

import orjson

from jedlik.edge.metadata.facts import Credentials, Facts, Profile, Source, SourceError
from jedlik.edge.metadata.paths import CREDENTIALS, listing, time_text, values
from jedlik.edge.metadata.tokens import SECONDS_MAX, Tokens
from jedlik.wire.http.authority import host_in, is_loopback
from jedlik.wire.http.message import HttpRequest, HttpResponse, header_lines

LINK_LOCAL: Final = "169.254.169.254"
CONTAINER_PATH: Final = "container-credentials"
_TOKEN: Final = b"x-aws-ec2-metadata-token"
_SECONDS: Final = b"x-aws-ec2-metadata-token-ttl-seconds"
_SECONDS_DIGITS: Final = 5
_TOKEN_PATH: Final = "latest/api/token"  # noqa: S105  (a path)
_LATEST: Final = "latest/"
_SUCCESS: Final = "Success"
_TYPE: Final = "AWS-HMAC"
_TEXT: Final = header_lines([(b"Content-Type", b"text/plain")])
_JSON: Final = header_lines([(b"Content-Type", b"application/json")])
# The user typed the address, or no browser asks. Source: W3C, Fetch Metadata Request Headers.
_OWN_FETCHES: Final = (b"none",)
_MESSAGES: Final = {
    # Source: IAM User Guide, "Troubleshoot IAM and Amazon EC2".
    "AssumeRoleUnauthorizedAccess": (
        "EC2 cannot assume the role {role}. Please see documentation at https://docs.aws.amazon.com"
        "/IAM/latest/UserGuide/troubleshoot_iam-ec2.html"
        "#troubleshoot_iam-ec2_errors-info-doc."
    ),
    "InstanceNotRunning": "The instance is not running.",
}


class MetadataEndpoint:
    """The endpoint of one shell."""

    def __init__(
        self,
        source: Source,
        secret: str,
        container_token: str | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """secret: the first part of every path. container_token: what the Authorization header of
        container credentials must have; None if they are not offered. now_s: a clock for tokens.
        """
        self._source = source
        self._secret = secret.encode()
        self._container_token = container_token
        self._tokens = Tokens(now_s)

    async def respond(self, http: HttpRequest) -> HttpResponse:
        """Returns the response to a request, and sets `http.response`. It never raises."""
        response = http.response = await self._response(http)
        return response

    async def _response(self, http: HttpRequest) -> HttpResponse:
        if not _is_own(http):
            return _refusal(403)
        target = http.target.partition(b"?")[0]
        _, secret, path = (*target.split(b"/", 2), b"", b"")[:3]
        if not compare_digest(secret, self._secret):
            return _refusal(404)
        if b"x-forwarded-for" in http.headers:
            return _refusal(403)
        try:
            text = path.lstrip(b"/").decode("ascii")  # some SDKs add a slash too many
            if text == CONTAINER_PATH:
                return await self._container(http)
            return await self._metadata(http, text)
        except UnicodeDecodeError:
            return _refusal(404)
        except SourceError:
            return _refusal(500)

    async def _metadata(self, http: HttpRequest, path: str) -> HttpResponse:
        facts = await self._source.facts()
        if not facts.is_enabled:
            return _refusal(403)
        if http.method == b"PUT" and path == _TOKEN_PATH:
            return self._new_token(http)
        if http.method not in {b"GET", b"HEAD"}:
            return _refusal(405)
        token = http.headers.get(_TOKEN)
        if token is None and facts.needs_token:
            return _refusal(401)
        if token is not None and not self._tokens.is_valid(token.decode("latin-1")):
            return _refusal(401)
        return await self._value(path, facts, "1.0" if token is None else "2.0")

    def _new_token(self, http: HttpRequest) -> HttpResponse:
        seconds = http.headers.get(_SECONDS, b"")
        is_number = seconds.isdigit() and len(seconds) <= _SECONDS_DIGITS
        if not is_number or not 1 <= int(seconds) <= SECONDS_MAX:
            return _refusal(400)
        headers = _TEXT + header_lines([(b"X-Aws-Ec2-Metadata-Token-Ttl-Seconds", seconds)])
        return HttpResponse(200, headers, self._tokens.new(int(seconds)).encode())

    async def _value(self, path: str, facts: Facts, delivery: str) -> HttpResponse:
        if not path:
            return _text(_LATEST.encode())
        if not f"{path}/".startswith(_LATEST):
            return _refusal(404)
        found = values(facts, time.time())
        inside = path[len(_LATEST) :]
        profile = facts.profile
        if profile is not None and inside == CREDENTIALS + profile.role_name:
            credentials = await self._source.credentials(profile, delivery)
            return _text(_credentials_json(credentials, profile))
        value = found.get(inside.rstrip("/"))  # botocore asks for the zone with a slash
        if value is None:
            folder = inside if inside.endswith("/") or not inside else f"{inside}/"
            value = listing(found, folder)
        return _refusal(404) if value is None else _text(value)

    async def _container(self, http: HttpRequest) -> HttpResponse:
        """Returns credentials as the container endpoint does. Source: botocore `utils.py`."""
        expected = self._container_token
        given = http.headers.get(b"authorization", b"")
        if expected is None:
            return _refusal(404)
        if not compare_digest(given, expected.encode()):
            return _refusal(401)
        if http.method not in {b"GET", b"HEAD"}:
            return _refusal(405)
        facts = await self._source.facts()
        if facts.profile is None:
            return _refusal(404)
        found = await self._source.credentials(facts.profile, "2.0")
        if found.code != _SUCCESS:
            body = {"code": found.code, "message": _message(found.code, facts.profile)}
            return HttpResponse(400, _JSON, orjson.dumps(body))
        shown = {
            "AccessKeyId": found.access_key_id,
            "SecretAccessKey": found.secret_access_key,
            "Token": found.session_token,
            "Expiration": time_text(found.expires_s),
            "AccountId": facts.account_id,
        }
        return HttpResponse(200, _JSON, orjson.dumps(shown))


def _is_own(http: HttpRequest) -> bool:
    """Returns whether a program of this machine asks, and no page of a browser."""
    host = host_in(http.headers.get(b"host", b"").decode("latin-1"))
    if host is None or not (host == LINK_LOCAL or is_loopback(host)):
        return False
    site = http.headers.get(b"sec-fetch-site")
    return b"origin" not in http.headers and (site is None or site in _OWN_FETCHES)


def _credentials_json(found: Credentials, profile: Profile) -> bytes:
    if found.code != _SUCCESS:
        failed = {
            "Code": found.code,
            "Message": _message(found.code, profile),
            "LastUpdated": time_text(time.time()),
        }
        return orjson.dumps(failed, option=orjson.OPT_INDENT_2)
    shown = {
        "Code": _SUCCESS,
        "LastUpdated": time_text(found.issued_s),
        "Type": _TYPE,
        "AccessKeyId": found.access_key_id,
        "SecretAccessKey": found.secret_access_key,
        "Token": found.session_token,
        "Expiration": time_text(found.expires_s),
    }
    return orjson.dumps(shown, option=orjson.OPT_INDENT_2)


def _message(code: str, profile: Profile) -> str:
    return _MESSAGES.get(code, code).format(role=profile.role_name)


def _text(body: bytes) -> HttpResponse:
    return HttpResponse(200, _TEXT, body)


def _refusal(status: int) -> HttpResponse:
    return HttpResponse(status, _TEXT, b"")
