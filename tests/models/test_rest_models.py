"""The generated models of REST APIs: botocore writes requests that are read to the same members,
and reads answers to the members that were written.
"""

import importlib
from typing import Any, Final
from urllib.parse import urlencode

import botocore.session
import pytest
from botocore.awsrequest import AWSRequest
from botocore.model import OperationModel, ServiceModel
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from hypothesis import given, settings

from jedlik.apis.backup.api import BACKUP, BACKUP_REST
from jedlik.apis.backup.model.routes import ROUTES
from jedlik.core.errors import ServiceError
from jedlik.wire.http.message import HttpRequest
from jedlik.wire.shapes.json_request import JsonRequest
from tests.models.generate import constant
from tests.models.operations import SOURCES
from tests.models.routes import route_of
from tests.models.structures import members, shown

MODULES: Final = SOURCES["backup"].modules
OPERATIONS: Final = [(module, name) for module, names in MODULES.items() for name in names]
EXAMPLES: Final = settings(max_examples=10)
MODEL: Final[ServiceModel] = botocore.session.get_session().get_service_model("backup")
HTTP: Final = HttpRequest(b"GET", b"/backup-vaults/", {}, b"", "", b"ID")


def modelled(module: str, name: str) -> JsonRequest[Any]:
    """Returns the generated model of an operation."""
    found = importlib.import_module(f"jedlik.apis.backup.model.{module}")
    shape = vars(found)[constant(name)]
    assert isinstance(shape, JsonRequest)
    return shape


def sent(model: OperationModel, request: dict[str, Any]) -> HttpRequest:
    """Returns the request that botocore's serializer writes and its client encodes."""
    written = create_serializer("rest-json", False).serialize_to_request(request, model)
    query = written["query_string"]
    target = written["url_path"] + (f"?{urlencode(query, doseq=True)}" if query else "")
    prepared = AWSRequest(written["method"], f"http://h{target}", {}, written["body"]).prepare()
    path = prepared.url.removeprefix("http://h")
    return HttpRequest(written["method"].encode(), path.encode(), {}, written["body"], "", b"ID")


def test_all_operations_are_built() -> None:
    assert sorted(BACKUP.operations) == list(BACKUP.names) == sorted(name for _, name in OPERATIONS)


@pytest.mark.parametrize(("module", "name"), OPERATIONS)
def test_a_model_has_the_members_of_botocore(module: str, name: str) -> None:
    model = MODEL.operation_model(name)
    found = modelled(module, name).members
    expected = {} if model.input_shape is None else model.input_shape.members
    required = () if model.input_shape is None else model.input_shape.required_members
    assert [each.name for each in found] == list(expected)
    assert {each.name for each in found if each.required} == set(required)
    assert ROUTES[name] == route_of(model)


@pytest.mark.parametrize(("module", "name"), OPERATIONS)
def test_requests_of_botocore_are_read(module: str, name: str) -> None:
    shape, model = modelled(module, name), MODEL.operation_model(name)
    in_path = [
        member
        for member, each in (model.input_shape.members if model.input_shape else {}).items()
        if each.serialization.get("location") == "uri"
    ]

    @EXAMPLES
    @given(members(model.input_shape))
    def read(request: dict[str, Any]) -> None:
        # A client cannot send an empty segment.
        request |= {member: request[member] or "name" for member in in_path}
        http = sent(model, request)
        assert BACKUP_REST.target(http) == ROUTES[name].encode()
        decoded = BACKUP_REST.decode(http, http.body, BACKUP.operations[name])
        assert decoded.keys() == request.keys()
        for member in shape.members:
            if member.name in decoded:
                check = member.shape.type_check(inside=False)
                assert check(decoded[member.name]) == request[member.name]

    read()


@pytest.mark.parametrize(("module", "name"), OPERATIONS)
def test_answers_are_parsed_by_botocore(module: str, name: str) -> None:
    model = MODEL.operation_model(name)

    @EXAMPLES
    @given(members(model.output_shape))
    def parsed(answer: dict[str, Any]) -> None:
        operation = BACKUP.operations[name]
        response = BACKUP_REST.encode(HTTP, BACKUP, operation, answer)
        found = create_parser("rest-json").parse(
            {"status_code": response.status, "headers": {}, "body": response.body},
            model.output_shape,
        )
        found.pop("ResponseMetadata")
        assert shown(found) == answer

    parsed()


def test_errors_are_parsed_by_botocore() -> None:
    for row in BACKUP.errors.values():
        response = BACKUP_REST.encode_error(HTTP, BACKUP, row, ServiceError("", "text"))
        headers = dict(
            line.split(": ") for line in response.headers.decode().lower().splitlines() if line
        )
        headers["x-amzn-errortype"] = row.code
        found = create_parser("rest-json").parse(
            {"status_code": response.status, "headers": headers, "body": response.body}, None
        )
        assert found["Error"] == {"Code": row.code, "Message": row.message or "text"}
