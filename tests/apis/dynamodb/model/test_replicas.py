"""Members about replicas: the constraints of the published model, in the older wording."""

from typing import Any

import pytest

from jedlik.apis.dynamodb.model.table_settings import CREATE_TABLE, UPDATE_TABLE
from jedlik.core.errors import Reject
from jedlik.wire.shapes.request import Request

ONE = "1 validation error detected: "
AT = "' failed to satisfy constraint: "
NOT_NULL = "Member must not be null"
MODES = "Member must satisfy enum value set: [ENABLED, DISABLED, ENABLED_WITH_OVERRIDES]"


def message(shape: Request[Any], **members: object) -> str | None:
    with pytest.raises(Reject) as reject:
        shape.check({"TableName": "table", **members})
    assert reject.value.error.code == "ValidationException"
    return reject.value.error.message


def test_sound() -> None:
    replica = {"RegionName": "eu-west-1", "GlobalSecondaryIndexes": [{"IndexName": "abc"}]}
    updates = [{"Create": replica}, {"Update": replica}, {"Delete": {"RegionName": "eu-west-1"}}]
    assert UPDATE_TABLE.check({"TableName": "table", "ReplicaUpdates": updates})
    witness = [{"Create": {"RegionName": "eu-west-1"}}]
    assert UPDATE_TABLE.check({"TableName": "table", "GlobalTableWitnessUpdates": witness})


def test_replica_updates() -> None:
    assert message(UPDATE_TABLE, ReplicaUpdates=[]) == (
        f"{ONE}Value '[]' at 'replicaUpdates{AT}Member must have length greater than or equal to 1"
    )
    for action in ("Create", "Update", "Delete"):
        path = f"replicaUpdates.1.member.{action.lower()}"
        assert message(UPDATE_TABLE, ReplicaUpdates=[{action: {}}]) == (
            f"{ONE}Value null at '{path}.regionName{AT}{NOT_NULL}"
        )
    path = "replicaUpdates.1.member.disassociate"
    assert message(UPDATE_TABLE, ReplicaUpdates=[{"Disassociate": {}}]) == (
        f"2 validation errors detected: Value null at '{path}.regionName{AT}{NOT_NULL}; "
        f"Value null at '{path}.disassociationMode{AT}{NOT_NULL}"
    )


def test_witness_updates() -> None:
    witness = {"Delete": {"RegionName": "x"}}
    assert str(message(UPDATE_TABLE, GlobalTableWitnessUpdates=[witness] * 2)).endswith(
        f"' at 'globalTableWitnessUpdates{AT}Member must have length less than or equal to 1"
    )


@pytest.mark.parametrize("shape", [CREATE_TABLE, UPDATE_TABLE])
def test_replication_mode(shape: Request[Any]) -> None:
    members = {"AttributeDefinitions": [], "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]}
    assert message(shape, **members, GlobalTableSettingsReplicationMode="BOGUS") == (
        f"{ONE}Value 'BOGUS' at 'globalTableSettingsReplicationMode{AT}{MODES}"
    )
