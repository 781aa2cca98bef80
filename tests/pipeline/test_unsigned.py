"""Requests without a signature: which operations accept them, and where they may come from."""

import gzip

import orjson
import pytest

from jedlik.apis.registry import APIS
from jedlik.pipeline.unsigned import UNSIGNED, has_password
from tests.apis.jedlik.signing_in import PASSWORD, Server
from tests.engine.in_memory import result_of
from tests.features.identity.quick_hashes import quicken_hashes

FOREIGN = (
    "AccessDeniedException: A password is accepted from pages of this server and from programs that"
    " are no browsers, not from pages of other origins."
)
CLEAR = (
    "AccessDeniedException: A password is not accepted over plain HTTP from another machine. Use"
    " HTTPS (--tls)."
)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    quicken_hashes(monkeypatch)


def test_only_the_listed_operations_need_no_signature() -> None:
    found = {
        (api.name, name)
        for api in APIS
        for name, operation in api.operations.items()
        if not operation.shape.is_signed
    }
    assert found == UNSIGNED


def test_a_request_without_a_destination_has_no_password() -> None:
    assert not has_password(None)


@pytest.mark.parametrize(
    ("headers", "is_own"),
    [
        ({}, True),
        ({"origin": "http://localhost:8000"}, True),
        ({"origin": "http://localhost:8000", "sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"origin": "https://db.example", "host": "db.example"}, True),
        ({"origin": "http://rebound.example", "host": "rebound.example"}, False),
        ({"origin": "http://localhost:3000"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://localhost:8000", "sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "odd"}, False),
    ],
    ids=str,
)
def test_only_pages_of_the_server_may_send_a_password(
    headers: dict[str, str], is_own: bool
) -> None:
    server = Server()
    response = server.respond(headers=headers)
    assert (response.status == 200) is is_own
    assert b"Access-Control" not in response.headers
    assert len(server.lines) == is_own
    if not is_own:
        assert server.refusal(headers=headers) == FOREIGN


@pytest.mark.parametrize(
    ("peer", "is_local"),
    [
        ("127.0.0.1:40000", True),
        ("[::1]:40000", True),
        ("203.0.113.7:40000", False),
        ("[2001:db8::7]:40000", False),
        ("10.0.0.7:40000", False),
        ("", False),
    ],
)
def test_a_password_in_clear_text_comes_from_this_machine(peer: str, is_local: bool) -> None:
    server = Server()
    assert (server.respond(peer=peer).status == 200) is is_local
    assert Server(is_tls=True).respond(peer=peer).status == 200
    if not is_local:
        assert server.refusal(peer=peer, headers={"x-forwarded-for": "127.0.0.1"}) == CLEAR


def test_strangers_cause_little_work() -> None:
    server = Server()
    for encoding, body in (
        ("gzip", gzip.compress(b"{}")),
        ("", orjson.dumps({"Password": "p" * 300_000})),
    ):
        sent = server.request()
        sent.body = body
        if encoding:
            sent.headers[b"content-encoding"] = encoding.encode()
        response = result_of(server.pipeline.respond(sent))
        assert (response.status, response.error_code) == (400, "SerializationException")
    assert server.lines == []


def test_other_operations_answer_pages_of_other_origins() -> None:
    server = Server()
    sent = server.request(headers={"origin": "https://app.example"})
    sent.headers[b"x-amz-target"] = b"DynamoDB_20120810.ListTables"
    response = result_of(server.pipeline.respond(sent))
    assert (response.status, response.error_code) == (400, "MissingAuthenticationTokenException")
    assert b"Access-Control-Allow-Origin: *" in response.headers


def test_the_audit_log_has_every_attempt_that_was_booked() -> None:
    server = Server()
    server.sign_in()
    server.refusal(Password="wrong")
    server.refusal(UserName=PASSWORD, Password="wrong")
    server.refusal(Account="my password", UserName="Anna")
    server.refusal(headers={"origin": "https://evil.example"})
    assert PASSWORD not in str(server.lines)
    assert "my password" not in str(server.lines)
    right, wrong, nobody, nowhere = server.lines
    anna = right["userIdentity"]
    assert (anna["type"], anna["userName"]) == ("IAMUser", "Anna")
    assert right["requestParameters"] == {
        "account": "123456789012",
        "userName": "Anna",
        "password": "HIDDEN_DUE_TO_SECURITY_REASONS",
    }
    assert (right["eventName"], right["readOnly"]) == ("SignIn", False)
    assert "errorCode" not in right
    assert wrong["userIdentity"] == anna
    for line, name, account in (
        (wrong, "Anna", "123456789012"),
        (nobody, "HIDDEN_DUE_TO_SECURITY_REASONS", "123456789012"),
        (nowhere, "HIDDEN_DUE_TO_SECURITY_REASONS", "HIDDEN_DUE_TO_SECURITY_REASONS"),
    ):
        assert line["errorCode"] == "AccessDeniedException"
        assert line["sourceIPAddress"] == "127.0.0.1"
        assert line["requestParameters"]["userName"] == name
        assert line["requestParameters"]["account"] == account
    assert [line["recipientAccountId"] for line in server.lines] == ["123456789012"] * 3 + [""]


def test_attempts_that_must_wait_do_not_fill_the_audit_log() -> None:
    server = Server()
    for _ in range(9):
        server.refusal(Password="wrong")
    assert len(server.lines) == 5
