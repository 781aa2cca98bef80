"""GetItemHistory: the versions of one item, from the history of its table.

It shows what GetItem showed earlier, so it needs the permission of GetItem with all its condition
keys. It also needs one of its own: what was removed from an item may have been removed so that its
readers do not see it.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final, Literal, NamedTuple, cast

import orjson

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.authorization import Authorization, table_resource
from jedlik.apis.dynamodb.expressions import check_parameters, projection_of
from jedlik.apis.dynamodb.model.items import GetItemRequest
from jedlik.apis.jedlik.log_token import (
    versions_place_in_token,
    versions_place_to_token,
    wrong_token,
)
from jedlik.apis.jedlik.model import (
    GET_ITEM_HISTORY,
    GetItemHistoryRequest,
    GetItemHistoryResponse,
    ItemVersion,
)
from jedlik.core.expressions.key_paths import check_key_paths
from jedlik.core.expressions.nodes import Projection
from jedlik.core.expressions.project import project
from jedlik.core.keys.position import position_ms
from jedlik.core.keys.primary_key import request_key
from jedlik.core.types.stored_item import part_json, stored_json
from jedlik.core.types.value import READ, normalise_item
from jedlik.engine.change_log import INSERT, MODIFY, REMOVE
from jedlik.engine.context import Context
from jedlik.features.history import item_versions
from jedlik.features.history.item_versions import VersionsRequest, WrongPlaceError
from jedlik.features.streams.records import sequence_number
from jedlik.features.tables.name import table_of
from jedlik.turns import call

_LIMIT: Final = 25
_CHANGES: Final[Mapping[int, Literal["INSERT", "MODIFY", "REMOVE"]]] = {
    INSERT: "INSERT",
    MODIFY: "MODIFY",
    REMOVE: "REMOVE",
}


class _Checked(NamedTuple):
    """A request whose key is canonical and whose projection is parsed."""

    request: GetItemHistoryRequest
    projection: Projection | None


def _check(request: GetItemHistoryRequest) -> _Checked:
    """Checks the same rules as GetItem."""
    check_parameters(request, READ, ("ProjectionExpression",), ())
    normalise_item(request["Key"], READ)
    return _Checked(request, projection_of(cast(GetItemRequest, request)))


async def _run(checked: _Checked, context: Context) -> GetItemHistoryResponse:
    request = checked.request
    table = await table_of(context, request["TableName"])
    key = request_key(table.key, request["Key"])
    if checked.projection is not None:
        check_key_paths(table.scalars, checked.projection)
    purpose, token = f"item history {table.id}", request.get("NextToken")
    start = None if token is None else versions_place_in_token(token, purpose)
    wanted = VersionsRequest(request["Key"], key, request.get("Limit", _LIMIT), start)
    try:
        found = await item_versions.item_versions(context.node, table, wanted)
    except WrongPlaceError:
        raise wrong_token() from None
    answer: GetItemHistoryResponse = {
        "Versions": [await _shown(each, checked.projection) for each in found.versions],
        "BeginsAt": position_ms(found.begins) / 1000,
        "ScannedCount": found.scanned,
    }
    if found.following is not None:
        answer["NextToken"] = versions_place_to_token(found.following, purpose)
    return answer


async def _shown(version: item_versions.ItemVersion, projection: Projection | None) -> ItemVersion:
    """Returns a version as answers show it."""
    shown: ItemVersion = {}
    if version.event is not None:
        shown["CommittedAt"] = position_ms(version.position) / 1000
        shown["SequenceNumber"] = sequence_number(version.position)
        shown["Change"] = _CHANGES[version.event]
    if version.by_service:
        shown["ByService"] = True
    if not version.stored:
        return shown
    if projection is None:
        shown["Item"] = stored_json(version.stored)
    else:
        part = await call(partial(part_json, version.stored, partial(project, projection)))
        shown["Item"] = orjson.Fragment(b"{}") if part is None else part
    return shown


def _needed(
    request: GetItemHistoryRequest, checked: _Checked, context: Context
) -> Sequence[Authorization]:
    """Returns GetItem and the action of this operation, both on the table."""
    name = request["TableName"]
    resource = table_resource(name, context)
    return (
        Authorization("dynamodb:GetItem", resource, name),
        Authorization("jedlik:GetItemHistory", resource, name),
    )


OPERATION: Final = Operation(
    "GetItemHistory", Access.READ, Plane.DATA, GET_ITEM_HISTORY, _check, _run, _needed
)
