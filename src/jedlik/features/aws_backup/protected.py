"""Tables that have recovery points, and the settings of a Region."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import orjson

from jedlik.core.types.echo import clipped
from jedlik.engine.context import Node
from jedlik.engine.read import pages
from jedlik.features.aws_backup.listing import DEFAULT_RESULTS, position_in, token_of
from jedlik.features.aws_backup.records import (
    RESOURCE_TYPE,
    Place,
    PointRecord,
    SettingsRecord,
    settings_entry,
    span_of,
)
from jedlik.features.aws_backup.refusals import invalid_value, not_built
from jedlik.features.identity.transaction import Transaction

_OPT_IN: Final = "ResourceTypeOptInPreference"
_MANAGEMENT: Final = "ResourceTypeManagementPreference"
_INCREMENTAL: Final = "ResourceTypeOptInIncremental"
# Recorded (boto3 #3758, terraform-provider-aws #21801).
_INVALID_OPT_IN: Final = (
    "Element present in resource type opt in preference has invalid values. Please use "
    "describeRegionSettings API to know the supported resource types"
)


class ProtectedTable(NamedTuple):
    """A table that has recovery points. latest: the newest of them."""

    name: str
    latest: PointRecord


async def protected_tables(
    node: Node, place: Place, request: Mapping[str, Any]
) -> tuple[list[ProtectedTable], str | None]:
    """Returns a page of the tables, by name, and the token of the next one. Raises Reject.

    request: has MaxResults and NextToken.
    """
    latest: dict[str, PointRecord] = {}
    async for values in pages(node.storage, span_of("points", place)):
        for point in map(orjson.loads, values):  # the newest first
            latest.setdefault(point["TableName"], point)
    token = request.get("NextToken")
    after = "" if token is None else position_in(token)
    names = sorted(name for name in latest if name > after)
    limit = request.get("MaxResults", DEFAULT_RESULTS)
    found = [ProtectedTable(name, latest[name]) for name in names[:limit]]
    return found, token_of(names[limit - 1].encode()) if len(names) > limit else None


async def settings_of(transaction: Transaction, place: Place) -> SettingsRecord:
    """Returns the settings of a place. DynamoDB is opted in until somebody changes that."""
    found = await transaction.get(settings_entry(place))
    return {"IsOptedIn": True} if found is None else found


async def update_settings(
    transaction: Transaction, place: Place, wanted: Mapping[str, Any]
) -> None:
    """Changes the settings of a place. wanted: the members of UpdateRegionSettings.

    Raises Reject for another type of resources, and for what Jedlik does not have.
    """
    settings = await settings_of(transaction, place)
    for member in (_OPT_IN, _MANAGEMENT, _INCREMENTAL):
        for name, value in wanted.get(member, {}).items():
            if name != RESOURCE_TYPE:
                raise invalid_value(
                    _INVALID_OPT_IN
                    if member == _OPT_IN
                    else f"Resource type {clipped(name)} is not supported"
                )
            if member == _OPT_IN:
                settings["IsOptedIn"] = value
            elif value:
                raise not_built("advanced features of AWS Backup for DynamoDB")
    transaction.put(settings_entry(place), settings)
