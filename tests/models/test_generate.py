"""The generated models are those of the installed botocore, and botocore understands them.

Botocore is the judge of the Query protocol too: requests that its serializer writes are read to the
same members, and its parser reads answers to the members that were written.
"""

import importlib
from collections.abc import Mapping
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode
from xml.etree import ElementTree as Xml

import pytest
from botocore.model import OperationModel, ServiceModel
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from hypothesis import given, settings

from jedlik.apis.api import Api, Operation
from jedlik.apis.registry import APIS
from jedlik.core.errors import ServiceError
from jedlik.wire.http.message import HttpRequest
from jedlik.wire.protocol import WireProtocol
from jedlik.wire.shapes.query_request import QueryRequest
from tests.models.generate import constant, models, service_model
from tests.models.operations import SOURCES
from tests.models.structures import members, operation_of, shown
from tests.tidy.source import ROOT

# Those in the Query protocol; tests/models/test_json_models.py has the others.
QUERY_SOURCES: Final = {
    name: source for name, source in SOURCES.items() if source.request == "QueryRequest"
}
APIS_BY_SERVICE: Final = {
    source.service: next(api for api in APIS if api.name.lower() == name)
    for name, source in QUERY_SOURCES.items()
}
OPERATIONS: Final = [
    (source.service, name)
    for source in QUERY_SOURCES.values()
    for names in source.modules.values()
    for name in names
]
EXAMPLES: Final = settings(max_examples=10)  # of each of 120 operations


def test_the_models_are_those_of_the_installed_botocore() -> None:
    generated = models()
    wrong = [
        str(path.relative_to(ROOT)) for path, text in generated.items() if path.read_text() != text
    ]
    assert not wrong, f"{wrong}: run `make models`"
    folders = {path.parent for path in generated}
    others = {path for folder in folders for path in folder.glob("*.py")} - generated.keys()
    assert not others, f"no models: {others}"


def test_the_names_of_operations_as_constants() -> None:
    names = {"CreateUser": "CREATE_USER", "ListMFADevices": "LIST_MFA_DEVICES"}
    names |= {"GetOpenIDConnectProvider": "GET_OPENID_CONNECT_PROVIDER"}
    names |= {"ListSSHPublicKeys": "LIST_SSH_PUBLIC_KEYS"}
    assert {name: constant(name) for name in names} == names


@cache
def model_of(service: str) -> ServiceModel:
    """Returns the model in botocore, with the members that are generated."""
    (source,) = (each for each in SOURCES.values() if each.service == service)
    return service_model(source)


def wire_of(service: str) -> WireProtocol:
    return APIS_BY_SERVICE[service].protocols[0]


def modelled(service: str, name: str) -> Operation:
    """Returns an operation with the generated model. It is never run."""
    api = next(api for api, source in SOURCES.items() if source.service == service)
    (module,) = (each for each, names in SOURCES[api].modules.items() if name in names)
    found = importlib.import_module(f"jedlik.apis.{api}.model.{module}")
    return operation_of(name, vars(found))


def sent(model: OperationModel, request: Mapping[str, Any]) -> HttpRequest:
    """Returns the request that botocore's serializer writes and its client encodes."""
    protocol = model.service_model.metadata["protocol"]
    written = create_serializer(protocol, False).serialize_to_request(request, model)
    headers = {name.lower().encode(): each.encode() for name, each in written["headers"].items()}
    return HttpRequest(b"POST", b"/", headers, urlencode(written["body"]).encode(), "", b"ID")


@pytest.mark.parametrize(("service", "name"), OPERATIONS)
def test_requests_of_botocore_are_read(service: str, name: str) -> None:
    operation = modelled(service, name)
    model = model_of(service).operation_model(name)
    version = model_of(service).api_version

    @EXAMPLES
    @given(members(model.input_shape, least=1 if service == "ec2" else 0))
    def read(request: dict[str, Any]) -> None:
        http = sent(model, request)
        assert wire_of(service).target(http) == f"{version} {name}".encode()
        assert wire_of(service).decode(http, http.body, operation) == request

    read()


@pytest.mark.parametrize(("service", "name"), OPERATIONS)
def test_answers_are_parsed_by_botocore(service: str, name: str) -> None:
    operation = modelled(service, name)
    model = model_of(service).operation_model(name)
    api: Api = APIS_BY_SERVICE[service]

    @EXAMPLES
    @given(members(model.output_shape))
    def parsed(answer: dict[str, Any]) -> None:
        response = wire_of(service).encode(request_for(b"ID-1"), api, operation, answer)
        found = create_parser(model_of(service).metadata["protocol"]).parse(
            {"status_code": response.status, "headers": {}, "body": response.body},
            model.output_shape,
        )
        metadata = found.pop("ResponseMetadata")
        assert metadata["RequestId"] == "ID-1"
        assert shown(found) == answer

    parsed()


def request_for(request_id: bytes) -> HttpRequest:
    return HttpRequest(b"POST", b"/", {}, b"", "", request_id)


@pytest.mark.parametrize(("service", "name"), OPERATIONS)
def test_a_model_has_the_members_of_botocore(service: str, name: str) -> None:
    operation = modelled(service, name)
    model = model_of(service).operation_model(name)
    shape = operation.shape
    assert isinstance(shape, QueryRequest)
    assert shape.is_signed is (model.auth_type != "none")
    expected = [] if model.input_shape is None else list(model.input_shape.members)
    assert [member.name for member in shape.members] == expected
    answered = None if model.output_shape is None else list(model.output_shape.members)
    answer = shape.answer
    assert (None if answer is None else [each.name for each in answer.members]) == answered


@pytest.mark.parametrize("service", APIS_BY_SERVICE)
def test_errors_are_parsed_by_botocore(service: str) -> None:
    api = APIS_BY_SERVICE[service]
    for row in api.errors.values():
        error = ServiceError("", "<&>\r\n\x00\ud800é")
        response = wire_of(service).encode_error(request_for(b"ID-2"), api, row, error)
        Xml.fromstring(response.body)
        found = create_parser(model_of(service).metadata["protocol"]).parse(
            {"status_code": response.status, "headers": {}, "body": response.body}, None
        )
        expected = {"Code": row.code, "Message": row.message or "<&>\r\n��é"}
        if service != "ec2":  # which does not say who is at fault
            expected["Type"] = "Sender" if row.http_status < 500 else "Receiver"
        assert found["Error"] == expected
        assert found["ResponseMetadata"]["RequestId"] == "ID-2"
