"""The protocol of EC2. Botocore writes the requests and parses the answers."""

from typing import Any
from urllib.parse import urlencode

import botocore.session
import pytest
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from hypothesis import given, settings

from jedlik.apis.api import Api, Operation
from jedlik.apis.errors import EC2_COMMON
from jedlik.core.errors import ServiceError
from jedlik.wire.ec2_query import EC2_QUERY
from jedlik.wire.http.message import HttpRequest
from jedlik.wire.query_xml import QUERY
from tests.models.generate import Model
from tests.models.operations import Source
from tests.models.structures import members, operation_of, shown

OPERATIONS = (
    *("RunInstances", "DescribeInstances", "TerminateInstances", "DescribeImages"),
    *("AssociateIamInstanceProfile", "DescribeIamInstanceProfileAssociations"),
    *("ReplaceIamInstanceProfileAssociation", "DisassociateIamInstanceProfile"),
    *("CreateKeyPair", "DeleteKeyPair", "CreateTags"),
)
SERVICE: Any = botocore.session.get_session().get_service_model("ec2")
NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15"
FORM = {b"content-type": b"application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def operations() -> dict[str, Operation]:
    """The generated models of some operations. They are in one module, which needs no other."""
    model = Model("ec2", Source("ec2", echoes_values=True, modules={"instances": OPERATIONS}))
    (text,) = [text for path, text in model.files().items() if path.stem == "instances"]
    module: dict[str, Any] = {"__name__": "instances"}
    exec(compile(text, "instances", "exec"), module)
    return {name: operation_of(name, module) for name in OPERATIONS}


def api(operations: dict[str, Operation]) -> Api:
    return Api(
        "EC2",
        protocols=(EC2_QUERY,),
        target_prefix=NAMESPACE,
        signing_name="ec2",
        iam_prefix="ec2",
        errors=EC2_COMMON,
        operations=operations.values(),
    )


def form(body: bytes) -> HttpRequest:
    return HttpRequest(b"POST", b"/", FORM, body, "", b"ID")


@pytest.mark.parametrize("name", OPERATIONS)
def test_requests_of_botocore_are_read(name: str, operations: dict[str, Operation]) -> None:
    model = SERVICE.operation_model(name)

    @settings(max_examples=10)
    @given(members(model.input_shape, least=1))
    def read(request: dict[str, Any]) -> None:
        written = create_serializer("ec2", False).serialize_to_request(request, model)
        http = form(urlencode(written["body"]).encode())
        assert EC2_QUERY.target(http) == f"2016-11-15 {name}".encode()
        assert EC2_QUERY.decode(http, http.body, operations[name]) == request

    read()


@pytest.mark.parametrize("name", OPERATIONS)
def test_answers_are_parsed_by_botocore(name: str, operations: dict[str, Operation]) -> None:
    model = SERVICE.operation_model(name)

    @settings(max_examples=10)
    @given(members(model.output_shape))
    def parsed(answer: dict[str, Any]) -> None:
        response = EC2_QUERY.encode(form(b""), api(operations), operations[name], answer)
        found = create_parser("ec2").parse(
            {"status_code": 200, "headers": {}, "body": response.body}, model.output_shape
        )
        assert found.pop("ResponseMetadata")["RequestId"] == "ID"
        assert shown(found) == answer

    parsed()


def test_the_version_tells_the_protocols_apart() -> None:
    ours, other = form(b"Action=A&Version=2016-11-15"), form(b"Action=A&Version=2011-06-15")
    assert EC2_QUERY.target(ours) == b"2016-11-15 A"
    assert EC2_QUERY.target(other) is None
    assert EC2_QUERY.target(form(b"")) is None
    assert QUERY.target(other) == b"2011-06-15 A"


def test_targets_of_an_api(operations: dict[str, Operation]) -> None:
    targets = dict(EC2_QUERY.targets(api(operations)))
    assert targets[b"2016-11-15 RunInstances"] == "RunInstances"
    assert len(targets) == len(OPERATIONS)


def test_an_operation_without_an_answer_returns_true(operations: dict[str, Operation]) -> None:
    answer = EC2_QUERY.encode(form(b""), api(operations), operations["CreateTags"], None)
    assert answer.body.decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<CreateTagsResponse xmlns="{NAMESPACE}"><requestId>ID</requestId>'
        "<return>true</return></CreateTagsResponse>"
    )
    assert answer.headers == b"Content-Type: text/xml;charset=UTF-8\r\n"


def test_an_unknown_action() -> None:
    error = EC2_QUERY.unknown(b"2016-11-15 Fly")
    assert error.message == "The action Fly is not valid for this web service."
    assert EC2_COMMON[error.code].code == "InvalidAction"


@pytest.mark.parametrize("code", EC2_COMMON)
def test_errors_are_parsed_by_botocore(code: str) -> None:
    row = EC2_COMMON[code]
    response = EC2_QUERY.encode_error(form(b""), None, row, ServiceError(code, "a <b>"))
    found = create_parser("ec2").parse(
        {"status_code": response.status, "headers": {}, "body": response.body}, None
    )
    assert found["Error"] == {"Code": row.code, "Message": row.message or "a <b>"}
    assert found["ResponseMetadata"]["RequestId"] == "ID"
