"""All APIs together: every operation is reached in every protocol, and none hides another."""

import re
import subprocess
import sys
from collections.abc import Mapping

import botocore.session
import pytest

from jedlik.apis.api import Api
from jedlik.apis.backup.api import BACKUP_REST
from jedlik.apis.backup.model.routes import ROUTES
from jedlik.apis.dynamodb.operations.refused import OPERATIONS as REFUSED
from jedlik.apis.registry import APIS, PROTOCOLS
from jedlik.core.errors import ServiceError
from jedlik.wire.ec2_query import EC2_QUERY
from jedlik.wire.http.message import HttpRequest
from jedlik.wire.json_1_0 import JSON, JSON_1_0, JSON_1_1
from jedlik.wire.protocol import WireProtocol
from jedlik.wire.query_xml import QUERY
from tests.engine.in_memory import result_of
from tests.pipeline.in_memory import CREDENTIAL, Asking, pipeline, request, services

SERVICE_BY_API = {
    "DynamoDB": "dynamodb",
    "DynamoDBStreams": "dynamodbstreams",
    "IAM": "iam",
    "STS": "sts",
    "KMS": "kms",
    "EC2": "ec2",
    "Backup": "backup",
    "Jedlik": "",  # our own, which no SDK has
}
TYPE_BY_PROTOCOL: dict[WireProtocol, bytes] = {
    JSON_1_0: b"application/x-amz-json-1.0",
    JSON_1_1: b"application/x-amz-json-1.1",
    JSON: b"application/json",
    BACKUP_REST: b"application/json",
    EC2_QUERY: b"text/xml;charset=UTF-8",
    QUERY: b"text/xml",
}
# APIs that leave out operations which no client of DynamoDB needs.
PARTIAL = ("IAM", "STS", "EC2", "KMS", "Backup")
# Each REST protocol with its routes.
REST: dict[WireProtocol, Mapping[str, str]] = {BACKUP_REST: ROUTES}
MODELLED = [api for api in APIS if SERVICE_BY_API[api.name]]
DATE = b"20261008T120000Z"
OPERATIONS = [
    (api, name, protocol) for api in APIS for name in api.names for protocol in api.protocols
]


def named(value: object) -> str:
    if isinstance(value, WireProtocol):
        return TYPE_BY_PROTOCOL[value].decode()
    return value.name if isinstance(value, Api) else str(value)


def sent(api: Api, name: str, protocol: WireProtocol) -> HttpRequest:
    """Returns a request for an operation, without the members that it needs."""
    content_type = TYPE_BY_PROTOCOL[protocol]
    if protocol in REST:
        method, _, route = REST[protocol][name].partition(" ")
        path = re.sub(r"\{\w+\}", "name", route.partition("?")[0])
        headers = {b"x-amz-date": DATE, b"authorization": CREDENTIAL % b"us-east-1"}
        return HttpRequest(method.encode(), path.encode(), headers, b'{"Odd":1}', "", b"ID")
    if not content_type.startswith(b"text/xml"):
        target = f"{api.target_prefix}.{name}".encode()
        return request(body=b'{"Odd":1}', content_type=content_type, x_amz_target=target)
    version = api.target_prefix.rstrip("/").rpartition("/")[2]
    headers = {
        b"content-type": b"application/x-www-form-urlencoded",
        b"x-amz-date": DATE,
        b"authorization": CREDENTIAL % b"us-east-1",
    }
    body = f"Odd.member.1=1&Version={version}&Action={name}".encode()
    return HttpRequest(b"POST", b"/", headers, body, "", b"ID")


def test_every_api_has_a_name_of_its_own() -> None:
    assert {api.name for api in APIS} == SERVICE_BY_API.keys()
    assert len(APIS) == len(SERVICE_BY_API)


def test_every_protocol_is_asked() -> None:
    assert {protocol for api in APIS for protocol in api.protocols} == set(PROTOCOLS)
    assert set(TYPE_BY_PROTOCOL) == set(PROTOCOLS)


@pytest.mark.parametrize("protocol", PROTOCOLS, ids=named)
def test_no_two_operations_have_one_target(protocol: WireProtocol) -> None:
    targets = [
        target
        for api in APIS
        for each in api.protocols
        if each is protocol
        for target, _ in each.targets(api)
    ]
    assert targets
    assert len(set(targets)) == len(targets)


@pytest.mark.parametrize(("api", "name", "protocol"), OPERATIONS, ids=named)
def test_every_operation_is_reached(api: Api, name: str, protocol: WireProtocol) -> None:
    to = pipeline(services(authorize=Asking(lambda _: ServiceError("AccessDeniedException", "no"))))
    answer = result_of(to.respond(sent(api, name, protocol)))
    assert answer.operation == (api.name, name)
    headers = b"Content-Type: %b\r\n" % TYPE_BY_PROTOCOL[protocol]
    if protocol in REST:
        headers += b"x-amzn-ErrorType: %b\r\n" % answer.error_code.encode()
    assert answer.headers == headers
    codes = ["AccessDeniedException", "ValidationException"]
    if name in {each.name for each in REFUSED}:
        codes = ["UnknownOperationException"]
    if api.name == "KMS" and name in {"Decrypt", "ReEncrypt"}:
        codes.append("InvalidCiphertextException")  # what must be allowed depends on its key
    assert answer.error_code in [api.errors[code].code for code in codes]


@pytest.mark.parametrize("api", MODELLED, ids=named)
def test_an_api_has_the_operations_of_the_model(api: Api) -> None:
    model = botocore.session.get_session().get_service_model(SERVICE_BY_API[api.name])
    if api.name in PARTIAL:
        assert set(api.names) < set(model.operation_names)
    else:
        assert list(api.names) == sorted(model.operation_names)
    prefixes = (model.metadata.get("targetPrefix"), model.metadata.get("xmlNamespace"), None)
    assert (api.target_prefix or None) in prefixes
    assert api.signing_name == model.metadata.get("signingName", model.endpoint_prefix)


@pytest.mark.parametrize("api", APIS, ids=named)
def test_deferred_operations_are_those_that_were_named(api: Api) -> None:
    assert list(api.operations) == list(api.names)


def test_models_and_operations_of_companion_apis_are_imported_later() -> None:
    code = "import sys, jedlik.apis.registry; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    companions = tuple(f"jedlik.apis.{api.lower()}" for api in PARTIAL)
    early = {name for name in done.stdout.split() if name.startswith(companions)}
    modules = ("", ".api", ".model", ".model.errors")
    expected = {f"{package}{module}" for package in companions for module in modules}
    assert early == expected | {"jedlik.apis.backup.model.routes"}


def test_paths_of_rest_apis_are_their_own() -> None:
    segments = [each for protocol in (BACKUP_REST,) for each in protocol.first_segments]
    assert len(set(segments)) == len(segments)
    pages = {b"", b"metrics", b"console", b"latest"}  # of the server, and of instances
    assert not pages & set(segments)
