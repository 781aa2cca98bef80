"""From the description of a table to the request that creates one like it.

Taken over are keys, indexes, billing mode, throughput and the table class. Not taken over are
streams, time to live, tags, policies, deletion protection, and the
encryption key, which belongs to an account and a Region.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import orjson

from jedlik.app.settings import SettingsError

_INDEX_MEMBERS: Final = ("IndexName", "KeySchema", "Projection")
_VECTOR_MEMBERS: Final = (
    *("IndexName", "VectorAttribute", "Projection", "Dimensions", "DistanceFunction"),
    "SearchSchema",
)
_NO_DESCRIPTION: Final = (
    "has no description of a table. It must have the output of `aws dynamodb describe-table`, or"
    " the members of CreateTable"
)

Description = Mapping[str, Any]


def creation_of(description: Description) -> dict[str, Any]:
    """Returns the members of CreateTable, without TableName.

    description: the members of CreateTable, or TableDescription of an answer. Raises SettingsError
    if it is neither.
    """
    try:
        return _creation_of(description)
    except (AttributeError, KeyError, TypeError) as error:
        raise SettingsError(f"the description of the table is not usable: {error!r}") from error


def description_in(path: Path) -> Description:
    """Returns the description in a file. Raises SettingsError."""
    try:
        found = orjson.loads(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"cannot read {path}: {error.strerror}") from error
    except orjson.JSONDecodeError as error:
        raise SettingsError(f"{path} {_NO_DESCRIPTION}: {error}") from error
    if isinstance(found, dict):
        found = found.get("Table", found)
    if not is_description(found):
        raise SettingsError(f"{path} {_NO_DESCRIPTION}")
    assert isinstance(found, dict)
    return found


def is_description(found: object) -> bool:
    """Returns whether a JSON value describes a table."""
    return isinstance(found, dict) and isinstance(found.get("KeySchema"), list)


def key_names(description: Description) -> tuple[str, ...]:
    """Returns the names of the key attributes, those of the partition key first."""
    schema = sorted(description["KeySchema"], key=lambda each: str(each["KeyType"]) != "HASH")
    return tuple(str(each["AttributeName"]) for each in schema)


def _creation_of(description: Description) -> dict[str, Any]:
    summary = description.get("BillingModeSummary", {})
    mode = description.get("BillingMode") or summary.get("BillingMode") or "PROVISIONED"
    is_provisioned = mode == "PROVISIONED"
    made: dict[str, Any] = {"KeySchema": description["KeySchema"], "BillingMode": mode}
    made |= _throughput(description, is_provisioned=is_provisioned)
    table_class = description.get("TableClassSummary", {}).get("TableClass")
    table_class = description.get("TableClass", table_class)
    if table_class:
        made["TableClass"] = table_class
    local = [_picked(each, _INDEX_MEMBERS) for each in _lasting(description, "LocalSecondary")]
    if local:
        made["LocalSecondaryIndexes"] = local
    others = [
        {**_picked(each, _INDEX_MEMBERS), **_throughput(each, is_provisioned=is_provisioned)}
        for each in _lasting(description, "GlobalSecondary")
    ]
    if others:
        made["GlobalSecondaryIndexes"] = others
    vectors = [_picked(each, _VECTOR_MEMBERS) for each in _lasting(description, "Vector")]
    if vectors:
        made["VectorIndexes"] = vectors
    schemas = [made["KeySchema"], *(each["KeySchema"] for each in (*local, *others))]
    used = {each["AttributeName"] for schema in schemas for each in schema}
    used |= {each["AttributeName"] for vector in vectors for each in vector.get("SearchSchema", ())}
    made["AttributeDefinitions"] = [
        each for each in description["AttributeDefinitions"] if each["AttributeName"] in used
    ]
    return made


def _lasting(description: Description, kind: str) -> Sequence[Description]:
    """Returns the indexes of a kind that are not being deleted."""
    found = description.get(f"{kind}Indexes") or ()
    return [each for each in found if each.get("IndexStatus") != "DELETING"]


def _picked(index: Description, members: Sequence[str]) -> dict[str, Any]:
    return {name: index[name] for name in members if name in index}


def _throughput(description: Description, *, is_provisioned: bool) -> dict[str, Any]:
    """Returns the throughput of a table or an index, in the members of its billing mode."""
    if is_provisioned:
        units = description.get("ProvisionedThroughput", {})
        names = ("ReadCapacityUnits", "WriteCapacityUnits")
        return {"ProvisionedThroughput": {name: units.get(name) or 1 for name in names}}
    on_demand = description.get("OnDemandThroughput")
    return {"OnDemandThroughput": on_demand} if on_demand else {}
