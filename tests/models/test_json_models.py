"""The generated models of APIs in JSON: botocore writes requests that are read to the same members,
and reads answers to the members that were written.
"""

import importlib
from typing import Any, Final

import botocore.session
import orjson
import pytest
from botocore.model import ServiceModel
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from hypothesis import given, settings

from jedlik.apis.kms.api import KMS
from jedlik.core.errors import ServiceError
from jedlik.wire.http.message import HttpRequest
from jedlik.wire.json_1_0 import JSON_1_1
from jedlik.wire.shapes.json_request import JsonRequest
from tests.models.generate import constant
from tests.models.operations import SOURCES
from tests.models.structures import members, shown

MODULES: Final = SOURCES["kms"].modules
OPERATIONS: Final = [(module, name) for module, names in MODULES.items() for name in names]
EXAMPLES: Final = settings(max_examples=10)
MODEL: Final[ServiceModel] = botocore.session.get_session().get_service_model("kms")
HTTP: Final = HttpRequest(b"POST", b"/", {}, b"", "", b"ID")


def modelled(module: str, name: str) -> JsonRequest[Any]:
    """Returns the generated model of an operation."""
    found = importlib.import_module(f"jedlik.apis.kms.model.{module}")
    shape = vars(found)[constant(name)]
    assert isinstance(shape, JsonRequest)
    return shape


def test_all_operations_are_built() -> None:
    assert sorted(KMS.operations) == list(KMS.names) == sorted(name for _, name in OPERATIONS)


@pytest.mark.parametrize(("module", "name"), OPERATIONS)
def test_a_model_has_the_members_of_botocore(module: str, name: str) -> None:
    expected = MODEL.operation_model(name).input_shape
    found = modelled(module, name).members
    assert [each.name for each in found] == list(expected.members)
    assert [each.name for each in found if each.required] == [
        each for each in expected.members if each in expected.required_members
    ]


@pytest.mark.parametrize(("module", "name"), OPERATIONS)
def test_requests_of_botocore_are_read(module: str, name: str) -> None:
    shape, model = modelled(module, name), MODEL.operation_model(name)

    @EXAMPLES
    @given(members(model.input_shape))
    def read(request: dict[str, Any]) -> None:
        written = create_serializer("json", False).serialize_to_request(request, model)
        headers = {
            each.lower().encode(): text.encode() for each, text in written["headers"].items()
        }
        http = HttpRequest(b"POST", b"/", headers, written["body"], "", b"ID")
        assert JSON_1_1.target(http) == f"TrentService.{name}".encode()
        decoded = JSON_1_1.decode(http, http.body, None)
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
        operation = KMS.operations[name]
        response = JSON_1_1.encode(HTTP, KMS, operation, answer)
        found = create_parser("json").parse(
            {"status_code": response.status, "headers": {}, "body": response.body},
            model.output_shape,
        )
        found.pop("ResponseMetadata")
        assert shown(found) == answer

    parsed()


def test_errors_are_parsed_by_botocore() -> None:
    for row in KMS.errors.values():
        response = JSON_1_1.encode_error(HTTP, KMS, row, ServiceError("", "text"))
        assert orjson.loads(response.body)["__type"] == row.code
        found = create_parser("json").parse(
            {"status_code": response.status, "headers": {}, "body": response.body}, None
        )
        assert found["Error"] == {"Code": row.code, "Message": "text"}
