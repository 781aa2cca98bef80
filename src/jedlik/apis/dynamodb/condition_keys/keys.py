"""Which condition keys an action has, and their values for one authorization of a request."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, final

from jedlik.apis.api import Checked
from jedlik.apis.authorization import Authorization
from jedlik.apis.condition_keys import ConditionKeys
from jedlik.apis.dynamodb.condition_keys.attributes import attributes_of
from jedlik.apis.dynamodb.condition_keys.leading_keys import (
    UnknownKeyError,
    key_texts,
    leading_keys,
)
from jedlik.apis.dynamodb.parts import Part, PartsRule, returned_by, selected_by
from jedlik.core.partiql import nodes
from jedlik.engine.table import Table

_Values = tuple[str, ...]

_ATTRIBUTES: Final = "attributes"
_ENCLOSING: Final = "enclosingoperation"
_SCANS: Final = "fulltablescan"
_CAPACITY: Final = "returnconsumedcapacity"
_RETURNS: Final = "returnvalues"
_SELECT: Final = "select"
# `FirstPartitionKeyValues` means the same as `LeadingKeys`. The others are for indexes whose
# partition key has several attributes.
_PLACES: Final[Mapping[str, int]] = {
    "leadingkeys": 0,
    "firstpartitionkeyvalues": 0,
    "secondpartitionkeyvalues": 1,
    "thirdpartitionkeyvalues": 2,
    "fourthpartitionkeyvalues": 3,
}
# The Reference does not list EnclosingOperation for ConditionCheckItem, but the Developer Guide
# uses it there ("Using IAM with DynamoDB transactions").
_ITEM: Final = frozenset((*_PLACES, _ATTRIBUTES, _ENCLOSING, _CAPACITY))
_KEYS: Final[Mapping[str, frozenset[str]]] = {
    "dynamodb:GetItem": _ITEM | {_SELECT},
    "dynamodb:PutItem": _ITEM | {_RETURNS},
    "dynamodb:UpdateItem": _ITEM | {_RETURNS},
    "dynamodb:DeleteItem": _ITEM | {_RETURNS},
    "dynamodb:ConditionCheckItem": _ITEM | {_RETURNS},
    "dynamodb:BatchGetItem": _ITEM - {_ENCLOSING} | {_SELECT},
    "dynamodb:BatchWriteItem": _ITEM - {_ENCLOSING},
    "dynamodb:Query": _ITEM - {_ENCLOSING} | {_SELECT},
    "dynamodb:Scan": frozenset((_ATTRIBUTES, _CAPACITY, _SELECT)),
    "dynamodb:PartiQLSelect": frozenset((*_PLACES, _ATTRIBUTES, _ENCLOSING, _SCANS, _SELECT)),
    "dynamodb:PartiQLInsert": frozenset((*_PLACES, _ATTRIBUTES, _ENCLOSING)),
    "dynamodb:PartiQLUpdate": frozenset((*_PLACES, _ATTRIBUTES, _ENCLOSING, _RETURNS)),
    "dynamodb:PartiQLDelete": frozenset((*_PLACES, _ATTRIBUTES, _ENCLOSING, _RETURNS)),
}
_NO_KEYS: Final[frozenset[str]] = frozenset()
_TRANSACTIONS: Final = frozenset(("ExecuteTransaction", "TransactGetItems", "TransactWriteItems"))
_RESTORES: Final = frozenset(("RestoreTableFromBackup", "RestoreTableToPointInTime"))
_READS: Final = frozenset(
    ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan")
)

_OWN: Final = "dynamodb:"
_RESOURCE_TAG: Final = "aws:resourcetag/"
_REQUEST_TAG: Final = "aws:requesttag/"
_TAG_KEYS: Final = "aws:tagkeys"


@final
class DynamoDbKeys(ConditionKeys):
    """The keys of an authorization. table: the table that it names, None if there is none."""

    def __init__(self, checked: Checked, authorization: Authorization, table: Table | None) -> None:
        super().__init__()
        self._checked = checked
        self._authorization = authorization
        self._table = table
        self._parts: Sequence[Part] | None = None

    def get(self, key: str) -> _Values | None:
        """See ConditionKeys.get."""
        try:
            if key.startswith(_OWN):
                return self._own(key.removeprefix(_OWN))
            if key.startswith(_RESOURCE_TAG):
                return _tag(self._resource_tags(), key.removeprefix(_RESOURCE_TAG))
            if key.startswith(_REQUEST_TAG):
                tags = self._checked.request.get("Tags") or ()
                return _tag(tags, key.removeprefix(_REQUEST_TAG)) if self._is_tagging() else None
        except UnknownKeyError:
            self.is_undecidable = True
            return None
        return self._tag_keys() if key == _TAG_KEYS else None

    def _own(self, key: str) -> _Values | None:
        if key not in _KEYS.get(self._authorization.action, _NO_KEYS):
            return None
        return self._leading_keys(_PLACES[key]) if key in _PLACES else _VALUES[key](self)

    def _leading_keys(self, place: int) -> _Values | None:
        found: dict[str, None] = {}
        parts = self._own_parts()
        for part in parts:
            values = leading_keys(part, self._table, place)
            if not values and place == 0 and len(parts) > 1:
                # It would hide behind the keys of the other parts.
                raise UnknownKeyError
            found.update(dict.fromkeys(values))
        return tuple(found)

    def attributes(self) -> _Values | None:
        """Returns the attributes that the request names."""
        found: dict[str, None] = {}
        for part in self._own_parts():
            found.update(dict.fromkeys(attributes_of(part)))
        return tuple(found)

    def enclosing_operation(self) -> _Values | None:
        """Returns the transaction that the action is a part of."""
        name = self._checked.operation.name
        return (name,) if name in _TRANSACTIONS else None

    def full_table_scan(self) -> _Values | None:
        """Returns whether a SELECT reads everything."""
        for part in self._own_parts():
            assert part.statement is not None
            if not isinstance(part.statement.statement.body, nodes.Select):
                continue
            if key_texts(part.statement, self._table) is None:
                return ("true",)
        return ("false",)

    def return_consumed_capacity(self) -> _Values | None:
        """Returns the parameter or its default."""
        return (self._checked.request.get("ReturnConsumedCapacity", "NONE"),)

    def shown(self) -> _Values | None:
        """Returns what is shown of items: Select of a read, ReturnValues of a write."""
        shows = self._authorization.shows
        if not shows:
            (part,) = self._own_parts()
            is_read = self._authorization.action in _READS
            shows = selected_by(part.members) if is_read else returned_by(part.members)
        return (shows,)

    def _own_parts(self) -> Sequence[Part]:
        """Returns the parts of the request that need the authorization."""
        if self._parts is None:
            self._parts = _parts_of(self._checked, self._authorization)
        return self._parts

    def _resource_tags(self) -> Iterable[Mapping[str, Any]]:
        """Returns the tags of the table. Its indexes have the same; a stream has none of these."""
        if self._table is None or "/stream/" in self._authorization.resource:
            return ()
        return self._table.record["Tags"]

    def _is_tagging(self) -> bool:
        return self._checked.operation.name in ("CreateTable", "TagResource")

    def _tag_keys(self) -> _Values | None:
        request = self._checked.request
        if self._checked.operation.name == "UntagResource":
            return tuple(request["TagKeys"])
        if not self._is_tagging():
            return None
        return tuple(tag["Key"] for tag in request.get("Tags") or ())


def _parts_of(checked: Checked, authorization: Authorization) -> list[Part]:
    rule, request = checked.operation.rule, checked.request
    if checked.operation.name in _RESTORES:
        raise UnknownKeyError  # a restore writes whatever items its source has
    action, resource, name, shows, *_ = authorization
    if not isinstance(rule, PartsRule):
        index_name = request.get("IndexName") if "/index/" in resource else None
        clauses = checked.checked.clauses if action == "dynamodb:Query" else {}
        return [Part(action, name, request, index_name=index_name, clauses=clauses)]
    found = [
        part
        for part in rule.parts(request, checked.checked)
        if (part.action, part.name, part.shows) == (action, name, shows)
        and resource.endswith(part.path)
    ]
    if not found:
        raise UnknownKeyError
    return found


def _tag(tags: Iterable[Mapping[str, Any]], key: str) -> _Values | None:
    """Returns the value of the tag with a key in lower case, or None. Raises UnknownKeyError if
    several tags differ only in case: policies do not tell them apart.
    """
    found = [tag["Value"] for tag in tags if tag["Key"].lower() == key]
    if len(found) > 1:
        raise UnknownKeyError
    return (found[0],) if found else None


_VALUES: Final[Mapping[str, Callable[[DynamoDbKeys], _Values | None]]] = {
    _ATTRIBUTES: DynamoDbKeys.attributes,
    _ENCLOSING: DynamoDbKeys.enclosing_operation,
    _SCANS: DynamoDbKeys.full_table_scan,
    _CAPACITY: DynamoDbKeys.return_consumed_capacity,
    _RETURNS: DynamoDbKeys.shown,
    _SELECT: DynamoDbKeys.shown,
}
