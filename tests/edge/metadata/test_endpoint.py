"""A metadata endpoint: what it answers, and whom it refuses."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.edge.metadata.endpoint import CONTAINER_PATH, MetadataEndpoint
from jedlik.edge.metadata.facts import Credentials
from jedlik.wire.http.message import HttpRequest, HttpResponse
from tests.edge.metadata.instance import CREDENTIALS, FACTS, PROFILE, Known
from tests.engine.in_memory import result_of

SECRET = "secret-of-the-shell"
TOKEN = b"x-aws-ec2-metadata-token"
TTL = b"x-aws-ec2-metadata-token-ttl-seconds"
ROLE = "latest/meta-data/iam/security-credentials/Reader"


class Shell:
    """An endpoint and a client of it."""

    def __init__(self, container_token: str | None = None) -> None:
        self.source = Known()
        self.now_s = 0.0
        self.endpoint = MetadataEndpoint(
            self.source, SECRET, container_token, now_s=lambda: self.now_s
        )

    def send(self, target: str, method: bytes = b"GET", **headers: bytes) -> HttpResponse:
        """headers: names with `_` in place of `-`."""
        sent = {b"host": b"127.0.0.1:40000"}
        sent |= {name.replace("_", "-").encode(): value for name, value in headers.items()}
        http = HttpRequest(method, target.encode(), sent, b"", "127.0.0.1:1", b"ID")
        return result_of(self.endpoint.respond(http))

    def token(self, seconds: bytes = b"60") -> bytes:
        response = self.send(f"/{SECRET}/latest/api/token", b"PUT", **{TTL.decode(): seconds})
        assert response.status == 200, response.status
        return response.body

    def get(self, path: str, **headers: bytes) -> HttpResponse:
        """A GET with a token."""
        return self.send(f"/{SECRET}/{path}", **{TOKEN.decode(): self.token()}, **headers)


@pytest.mark.parametrize("end", ["", "/"])
def test_a_value(end: str) -> None:
    response = Shell().get(f"latest/meta-data/instance-id{end}")
    assert (response.status, response.body) == (200, FACTS.instance_id.encode())


@pytest.mark.parametrize(
    "path", ["", "latest", "latest/", "latest/meta-data", "/latest/meta-data/"]
)
def test_lists(path: str) -> None:
    response = Shell().get(path)
    assert response.status == 200
    assert b"latest/" in response.body or b"meta-data/" in response.body or b"ami" in response.body


@pytest.mark.parametrize(
    "path", ["latest/nothing", "2021-01-03/meta-data/", "latest/meta-data/iam/x", "latestmeta-data"]
)
def test_what_does_not_exist(path: str) -> None:
    assert Shell().get(path).status == 404


def test_the_time_of_a_token() -> None:
    """Source: EC2 User Guide, "Use IMDSv2": 1 second to six hours."""
    shell = Shell()
    response = shell.send(f"/{SECRET}/latest/api/token", b"PUT", **{TTL.decode(): b"21600"})
    assert b"X-Aws-Ec2-Metadata-Token-Ttl-Seconds: 21600\r\n" in response.headers
    for wrong in (b"", b"0", b"21601", b"-1", b"1.5", b"x", b"9" * 400, "²".encode()):
        sent = {TTL.decode(): wrong} if wrong else {}
        assert shell.send(f"/{SECRET}/latest/api/token", b"PUT", **sent).status == 400


def test_a_token_is_needed_unless_version_1_is_allowed() -> None:
    shell = Shell()
    path = f"/{SECRET}/latest/meta-data/instance-id"
    assert shell.send(path).status == 401
    assert shell.send(path, **{TOKEN.decode(): b"wrong"}).status == 401
    shell.source.now = FACTS._replace(needs_token=False)
    assert shell.send(path).status == 200
    assert shell.send(path, **{TOKEN.decode(): b"wrong"}).status == 401
    token = shell.token()
    shell.now_s += 61
    assert shell.send(path, **{TOKEN.decode(): token}).status == 401


def test_a_token_of_another_shell_is_wrong() -> None:
    token = Shell().token()
    response = Shell().send(f"/{SECRET}/latest/meta-data/", **{TOKEN.decode(): token})
    assert response.status == 401


def test_credentials() -> None:
    """The members that botocore reads, and the form of the time that it parses."""
    shell = Shell()
    assert orjson.loads(shell.get(ROLE).body) == {
        "Code": "Success",
        "LastUpdated": "2026-09-21T14:13:20Z",
        "Type": "AWS-HMAC",
        "AccessKeyId": "ASIA1",
        "SecretAccessKey": "secret",
        "Token": "token",
        "Expiration": "2026-09-21T20:13:20Z",
    }
    shell.source.now = FACTS._replace(needs_token=False)
    shell.send(f"/{SECRET}/{ROLE}")
    assert shell.source.asked == [(PROFILE, "2.0"), (PROFILE, "1.0")]


def test_a_role_that_cannot_be_assumed() -> None:
    """Source: aws-cli issue 2060, and a comment in botocore: 200 with Code and Message."""
    shell = Shell()
    shell.source.given = Credentials("AssumeRoleUnauthorizedAccess")
    response = shell.get(ROLE)
    found = orjson.loads(response.body)
    assert response.status == 200
    assert found["Code"] == "AssumeRoleUnauthorizedAccess"
    assert found["Message"].startswith("EC2 cannot assume the role Reader. ")
    assert "AccessKeyId" not in found


def test_an_instance_without_a_role_has_nothing_under_iam() -> None:
    shell = Shell()
    shell.source.now = FACTS._replace(profile=None)
    for path in (ROLE, "latest/meta-data/iam/", "latest/meta-data/iam/security-credentials/"):
        assert shell.get(path).status == 404
    assert b"iam" not in shell.get("latest/meta-data/").body


def test_a_disabled_endpoint() -> None:
    shell = Shell()
    shell.source.now = FACTS._replace(is_enabled=False)
    assert shell.send(f"/{SECRET}/latest/meta-data/").status == 403
    sent = {TTL.decode(): b"60"}
    assert shell.send(f"/{SECRET}/latest/api/token", b"PUT", **sent).status == 403


def test_a_server_that_does_not_answer() -> None:
    shell = Shell()
    shell.source.now = None
    assert shell.send(f"/{SECRET}/latest/meta-data/").status == 500


@pytest.mark.parametrize("method", [b"POST", b"PUT", b"DELETE", b"OPTIONS"])
def test_other_methods(method: bytes) -> None:
    assert Shell().send(f"/{SECRET}/latest/meta-data/", method).status == 405


@pytest.mark.parametrize("secret", ["", "latest", "secret", f"{SECRET}x", SECRET.upper()])
def test_without_the_secret_nothing_is_there(secret: str) -> None:
    shell = Shell()
    for path in ("latest/meta-data/", "latest/api/token", CONTAINER_PATH):
        assert shell.send(f"/{secret}/{path}").status == 404
    assert shell.send(f"/{secret}").status == 404


@pytest.mark.parametrize(
    "host", [b"", b"evil.example", b"evil.example:80", b"169.254.169.254.evil.example", b"10.0.0.1"]
)
def test_a_name_that_was_led_to_this_machine_is_refused(host: bytes) -> None:
    """DNS rebinding: the page of evil.example finds this endpoint under its own name."""
    assert Shell().get("latest/meta-data/", host=host).status == 403


@pytest.mark.parametrize("host", [b"localhost", b"127.0.0.1:80", b"[::1]:80", b"169.254.169.254"])
def test_names_of_this_machine_are_accepted(host: bytes) -> None:
    assert Shell().get("latest/meta-data/", host=host).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": b"https://evil.example"},
        {"origin": b"null"},
        {"sec_fetch_site": b"cross-site"},
        {"sec_fetch_site": b"same-origin"},
        {"x_forwarded_for": b"10.0.0.1"},
        {"x_forwarded_for": b""},
    ],
    ids=str,
)
def test_pages_and_proxies_are_refused(headers: dict[str, bytes]) -> None:
    shell = Shell()
    assert shell.get("latest/meta-data/", **headers).status == 403
    sent = {TTL.decode(): b"60", **headers}
    assert shell.send(f"/{SECRET}/latest/api/token", b"PUT", **sent).status == 403


def test_container_credentials() -> None:
    shell = Shell("the token")
    path = f"/{SECRET}/{CONTAINER_PATH}"
    response = shell.send(path, authorization=b"the token")
    assert orjson.loads(response.body) == {
        "AccessKeyId": "ASIA1",
        "SecretAccessKey": "secret",
        "Token": "token",
        "Expiration": "2026-09-21T20:13:20Z",
        "AccountId": "000000000001",
    }
    assert shell.send(path).status == 401
    assert shell.send(path, authorization=b"another").status == 401
    assert shell.send(path, b"POST", authorization=b"the token").status == 405
    shell.source.given = Credentials("AssumeRoleUnauthorizedAccess")
    refused = shell.send(path, authorization=b"the token")
    assert (refused.status, b"EC2 cannot assume" in refused.body) == (400, True)
    shell.source.now = FACTS._replace(profile=None)
    assert shell.send(path, authorization=b"the token").status == 404


def test_container_credentials_must_be_asked_for() -> None:
    path = f"/{SECRET}/{CONTAINER_PATH}"
    assert Shell().send(path, authorization=b"").status == 404


@given(st.binary(max_size=60), st.dictionaries(st.sampled_from([TOKEN, TTL]), st.binary()))
def test_no_request_is_answered_with_a_failure(path: bytes, headers: dict[bytes, bytes]) -> None:
    shell = Shell()
    for target in (path, b"/" + SECRET.encode() + b"/" + path):
        for method in (b"GET", b"PUT"):
            sent = {b"host": b"localhost", **headers}
            http = HttpRequest(method, target, sent, b"", "127.0.0.1:1", b"ID")
            response = result_of(shell.endpoint.respond(http))
            assert response.status in {200, 400, 401, 403, 404, 405}
            assert CREDENTIALS.secret_access_key.encode() not in response.body
