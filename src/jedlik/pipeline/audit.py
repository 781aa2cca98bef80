"""The audit log: who did what, one line of JSON for each request, in the form of CloudTrail.

It has every authenticated request that is about tables, identities and other resources, also one
that was refused. Requests for items (data events) are in it by choice: there are many, and each
line takes time. A line never contains items, secrets or passwords. Values of members that may
contain them are replaced, and a data event names only its table and index.

Source: AWS CloudTrail User Guide, "CloudTrail record contents" and "CloudTrail userIdentity
element"; DynamoDB Developer Guide, "Logging DynamoDB operations by using AWS CloudTrail".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeVar, final
from uuid import uuid4

import orjson

from jedlik.apis.api import Access, Plane
from jedlik.core.errors import ServiceError
from jedlik.core.iam.request import CallerKind
from jedlik.core.principal import Principal
from jedlik.pipeline.exchange import Exchange

T = TypeVar("T")

_VERSION: Final = "1.11"
_HIDDEN: Final = "HIDDEN_DUE_TO_SECURITY_REASONS"
_TOO_LARGE: Final = "HIDDEN_DUE_TO_SIZE"
_DEPTH_MAX: Final = 32  # no operation needs more
_INTEGERS: Final = (-(2**63), 2**64 - 1)  # those that orjson writes
# Members whose values are secrets, or data that its owner encrypts.
_SECRET_MEMBERS: Final = frozenset(
    {
        *("Password", "NewPassword", "OldPassword", "TokenCode", "WebIdentityToken"),
        *("SAMLAssertion", "Plaintext", "CiphertextBlob", "SecretAccessKey", "SessionToken"),
        *("UserData", "PublicKeyMaterial", "EncodedMessage"),
    }
)
# Messages about items may quote them, so only those of denials are in data events.
_DENIAL: Final = "User: "
_DATA_MEMBERS: Final = ("TableName", "IndexName", "StreamArn")
_TEXT_CHARACTERS_MAX: Final = 4_096
# The parameters of a request take about as many characters of a line at most. Source: CloudTrail
# User Guide, "CloudTrail record contents": 100 KB.
_PARAMETERS_CHARACTERS_MAX: Final = 100_000
_PER_VALUE: Final = 8  # quotes, commas and the like
# The attribute whose new value a request of ModifyInstanceAttribute may have in the member Value.
_USER_DATA: Final = "userdata"
_TYPES: Final[Mapping[CallerKind, str]] = {
    CallerKind.ROOT: "Root",
    CallerKind.USER: "IAMUser",
    CallerKind.ROLE_SESSION: "AssumedRole",
    CallerKind.FEDERATED_USER: "FederatedUser",
    CallerKind.WEB_IDENTITY: "WebIdentityUser",
    CallerKind.ANONYMOUS: "Unknown",
}


@final
class AuditLog:
    """Writes a line for each request that is recorded."""

    def __init__(self, write: Callable[[bytes], object], *, has_data_events: bool) -> None:
        """write: receives whole lines. has_data_events: whether requests for items are recorded."""
        self._write = write
        self._has_data_events = has_data_events

    def record(self, exchange: Exchange, error_code: str) -> None:
        """Writes a line for a request whose caller is known.

        error_code: the code that the client reads, empty for a success.
        """
        operation = exchange.operation
        is_data = operation.plane is Plane.DATA
        if is_data and not self._has_data_events:
            return
        context, http = exchange.context, exchange.http
        now_s = context.node.clock.now_ms() // 1000
        service = f"{exchange.api.signing_name}.amazonaws.com"
        line: dict[str, Any] = {
            "eventVersion": _VERSION,
            "userIdentity": _identity(context.principal, exchange.access_key_id),
            "eventTime": _time(now_s),
            "eventSource": service,
            "eventName": operation.name,
            "awsRegion": context.region,
            "sourceIPAddress": http.peer.rpartition(":")[0].strip("[]"),
            "userAgent": _text(http.headers.get(b"user-agent", b"").decode("latin-1")),
            "requestParameters": _data(exchange.request) if is_data else shown(exchange.request),
            "responseElements": None,
            "requestID": http.request_id.decode("latin-1"),
            "eventID": str(uuid4()),
            "readOnly": operation.access is Access.READ,
            "eventType": "AwsApiCall",
            "managementEvent": not is_data,
            "recipientAccountId": context.account_id,
            "eventCategory": "Data" if is_data else "Management",
        }
        if error_code:
            line["errorCode"] = error_code
            message = _message(exchange.error)
            if not is_data or message.startswith(_DENIAL):
                line["errorMessage"] = _text(message)
        self._write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))


def _identity(principal: Principal, access_key_id: str) -> dict[str, object]:
    caller = principal.caller
    if caller.kind is CallerKind.WEB_IDENTITY:
        return {
            "type": _TYPES[caller.kind],
            "principalId": principal.user_id,
            "userName": _text(principal.user_id.removeprefix(caller.arn).split(":", 2)[2]),
            "identityProvider": caller.arn,
        }
    identity: dict[str, object] = {
        "type": _TYPES.get(caller.kind, "Unknown"),
        "principalId": principal.user_id,
        "arn": principal.arn,
        "accountId": principal.account_id,
        "accessKeyId": access_key_id,
    }
    name = principal.keys.get("aws:username")
    if name is not None:
        identity["userName"] = name[0]
    issued = principal.keys.get("aws:tokenissuetime")
    if issued is not None:
        identity["sessionContext"] = {
            "sessionIssuer": {"arn": caller.entity_arn, "principalId": caller.entity_id},
            "attributes": {"creationDate": issued[0], "mfaAuthenticated": "false"},
        }
    return identity


def _data(request: Mapping[str, Any]) -> dict[str, object]:
    """Returns the members of a data event that contain nothing of an item."""
    return {_named(name): shown(request[name]) for name in _DATA_MEMBERS if name in request}


def shown(value: Any) -> Any:
    """Returns the members of a request, without secrets, and with long texts and lists cut.

    The request may have been refused, so it may be anything that JSON can express. What `orjson`
    cannot write is left out: a request that is not recorded would be a way around the log.
    """
    return _Parameters().shown(value, "", 0)


@final
class _Parameters:
    """The members of one request, as a line shows them."""

    def __init__(self) -> None:
        self._left = _PARAMETERS_CHARACTERS_MAX

    def shown(self, value: Any, member: str, depth: int) -> Any:
        """Returns a value. member: its name. depth: how many maps and lists are around it."""
        self._left -= _PER_VALUE
        if member in _SECRET_MEMBERS:
            return _HIDDEN
        if depth > _DEPTH_MAX:
            return _TOO_LARGE
        if isinstance(value, Mapping):
            return self._map(value, depth + 1)
        if isinstance(value, list):
            found = [self.shown(each, "", depth + 1) for each in self._while_there_is_room(value)]
            return found if len(found) == len(value) else [*found, _TOO_LARGE]
        if isinstance(value, str):
            text = _text(value)
            self._left -= len(text)
            return text
        if isinstance(value, int):
            return value if _INTEGERS[0] <= value <= _INTEGERS[1] else _TOO_LARGE
        return value if isinstance(value, float) or value is None else _HIDDEN

    def _map(self, value: Mapping[str, Any], depth: int) -> dict[str, Any]:
        attribute = value.get("Attribute")
        is_user_data = isinstance(attribute, str) and attribute.lower() == _USER_DATA
        found: dict[str, Any] = {}
        seen = 0
        for name in self._while_there_is_room(value):
            seen += 1
            key = _named(_text(name))
            self._left -= len(key)
            is_hidden = is_user_data and name == "Value"
            found[key] = _HIDDEN if is_hidden else self.shown(value[name], name, depth)
        if seen < len(value):
            found[_TOO_LARGE] = True
        return found

    def _while_there_is_room(self, values: Iterable[T]) -> Iterator[T]:
        for each in values:
            if self._left <= 0:
                return
            yield each


def _named(member: str) -> str:
    """Returns the name of a member as CloudTrail writes it: `tableName`."""
    return member[:1].lower() + member[1:]


def _message(error: ServiceError | None) -> str:
    return "" if error is None else error.message or ""


def _text(text: str) -> str:
    """Returns a text with at most so many characters, and without lone surrogates."""
    if len(text) > _TEXT_CHARACTERS_MAX:
        text = text[:_TEXT_CHARACTERS_MAX] + "..."
    return text.encode(errors="replace").decode()


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
