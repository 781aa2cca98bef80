"""The audit log: which requests are in it, in which form, and what is never in it."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.iam.request import Caller, CallerKind
from jedlik.core.principal import Principal
from jedlik.pipeline.audit import AuditLog, shown
from jedlik.pipeline.exchange import Exchange
from jedlik.pipeline.stages import Pipeline
from tests.engine.in_memory import ACCOUNT, result_of, table
from tests.pipeline.in_memory import Asking, Believing, pipeline, request, services

ROLE = f"arn:aws:iam::{ACCOUNT}:role/apps/Reader"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/Reader/anna"
PRINCIPAL = Principal(
    Caller(CallerKind.ROLE_SESSION, ACCOUNT, SESSION, ROLE, "AROA1"),
    "AROA1:anna",
    {"aws:tokenissuetime": ("2026-10-08T11:00:00Z",)},
)


class Audited:
    """A pipeline with an audit log."""

    def __init__(self, *, has_data_events: bool = False, **members: Any) -> None:
        self.lines: list[dict[str, Any]] = []
        log = AuditLog(self._written, has_data_events=has_data_events)
        principal_of = Believing(lambda *_: PRINCIPAL)
        shared = services(authenticator=principal_of, audit=log.record, **members)
        self.pipeline: Pipeline = pipeline(shared)

    def _written(self, lines: bytes) -> None:
        assert lines.endswith(b"\n")
        self.lines += [orjson.loads(each) for each in lines.splitlines()]

    def send(self, name: str, body: object) -> int:
        sent = request(name, orjson.dumps(body), user_agent=b"aws-cli/2")
        return result_of(self.pipeline.respond(sent)).status


def test_the_form_of_a_line() -> None:
    audited = Audited()
    assert audited.send("CreateTable", table()) == 200
    (line,) = audited.lines
    assert len(line.pop("eventID")) == 36
    assert line.pop("requestParameters")["tableName"] == "music"
    assert line == {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "AssumedRole",
            "principalId": "AROA1:anna",
            "arn": SESSION,
            "accountId": ACCOUNT,
            "accessKeyId": "jedlik",
            "sessionContext": {
                "sessionIssuer": {"arn": ROLE, "principalId": "AROA1"},
                "attributes": {
                    "creationDate": "2026-10-08T11:00:00Z",
                    "mfaAuthenticated": "false",
                },
            },
        },
        "eventTime": "2026-10-08T22:53:20Z",
        "eventSource": "dynamodb.amazonaws.com",
        "eventName": "CreateTable",
        "awsRegion": "us-east-1",
        "sourceIPAddress": "127.0.0.1",
        "userAgent": "aws-cli/2",
        "responseElements": None,
        "requestID": "REQUEST",
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Management",
    }


def test_requests_for_items_are_in_it_by_choice_and_without_items() -> None:
    put = {"TableName": "music", "Item": {"pk": {"S": "a"}, "secret": {"S": "42"}}}
    quiet = Audited()
    quiet.send("CreateTable", table())
    quiet.send("PutItem", put)
    assert [each["eventName"] for each in quiet.lines] == ["CreateTable"]
    audited = Audited(has_data_events=True)
    audited.send("PutItem", put)
    (line,) = audited.lines
    assert line["requestParameters"] == {"tableName": "music"}
    assert (line["eventCategory"], line["managementEvent"]) == ("Data", False)
    assert line["errorCode"] == "ResourceNotFoundException"


def test_a_denied_request_is_in_it() -> None:
    def deny(_: Exchange) -> ServiceError:
        return ServiceError("AccessDeniedException", "User: ...")

    audited = Audited(authorize=Asking(deny))
    assert audited.send("DescribeTable", {"TableName": "music"}) == 400
    (line,) = audited.lines
    assert (line["errorCode"], line["errorMessage"]) == ("AccessDeniedException", "User: ...")


def test_a_request_of_somebody_unknown_is_not_in_it() -> None:
    def refuse(*_: object) -> Principal:
        raise Reject(ServiceError("UnrecognizedClientException", "no"))

    lines: list[bytes] = []
    log = AuditLog(lines.append, has_data_events=True)
    shared = services(authenticator=Believing(refuse), audit=log.record)
    assert result_of(pipeline(shared).respond(request("ListTables"))).status == 400
    assert lines == []


def test_secrets_are_hidden_and_long_texts_cut() -> None:
    found = shown({"Password": "p", "Tags": [{"Key": "k" * 5_000, "SecretAccessKey": "s"}]})
    assert found["password"] == "HIDDEN_DUE_TO_SECURITY_REASONS"
    (tag,) = found["tags"]
    assert tag["secretAccessKey"] == "HIDDEN_DUE_TO_SECURITY_REASONS"
    assert len(tag["key"]) == 4_099


def test_user_data_is_hidden_in_each_of_its_forms() -> None:
    hidden = "HIDDEN_DUE_TO_SECURITY_REASONS"
    for attribute in ("userData", "UserData", "USERDATA"):
        found = shown({"InstanceId": "i-1", "Attribute": attribute, "Value": "c2VjcmV0"})
        assert found == {"instanceId": "i-1", "attribute": attribute, "value": hidden}
    assert shown({"UserData": {"Value": "c2VjcmV0"}}) == {"userData": hidden}
    whole = shown({"Attribute": "instanceType", "Value": "t3.micro"})
    assert whole == {"attribute": "instanceType", "value": "t3.micro"}
    assert shown({"Attribute": 7, "Value": "a"}) == {"attribute": 7, "value": "a"}


@pytest.mark.parametrize(
    "large",
    [
        lambda: {f"m{number}": number for number in range(1_000_000)},
        lambda: {f"m{number}" * 500: number for number in range(1_000)},
        lambda: {"list": list(range(1_000_000))},
        lambda: {"list": ["a" * 4_000] * 1_000},
        lambda: {"lists": [[{"a": 1}] * 1_000] * 1_000},
        lambda: {"tags": [{"Key": "k", "Value": "v"}] * 100_000},
    ],
)
def test_a_line_has_a_limit(large: Callable[[], Any]) -> None:
    line = orjson.dumps(shown(large()))
    assert 10_000 < len(line) < 120_000
    assert b"HIDDEN_DUE_TO_SIZE" in line


def test_a_large_request_within_the_limit_is_shown_whole() -> None:
    value = {"tags": [{"key": str(number), "value": "v"} for number in range(2_000)]}
    assert shown(value) == value


@pytest.mark.parametrize(
    "body",
    [
        b'{"TableName": 1%s}' % (b"0" * 30),
        b'{"TableName": -1%s}' % (b"0" * 30),
        b'{"TableName": "\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"TableName": "music", "a": %s1%s}' % (b'{"a":' * 100, b"}" * 100),
        b'{"TableName": "music", "a": %s%s}' % (b"[" * 300, b"]" * 300),
        b'{"TableName": 1e999}',
        b'["TableName"]',
        b"5",
    ],
)
@pytest.mark.parametrize("name", ["CreateTable", "PutItem"])
def test_no_request_is_too_strange_to_be_recorded(name: str, body: bytes) -> None:
    audited = Audited(has_data_events=True)
    response = result_of(audited.pipeline.respond(request(name, body)))
    assert response.status == 400
    assert len(audited.lines) <= 1


def test_the_message_of_an_error_about_an_item_is_not_recorded() -> None:
    audited = Audited(has_data_events=True)
    audited.send("PutItem", {"TableName": "music", "Item": {"pk": {"N": "private"}}})
    (line,) = audited.lines
    assert line["errorCode"] == "ValidationException"
    assert "private" not in str(line)
