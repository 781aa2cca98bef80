"""The record of a restored table. What requests can override is in tests/apis, test_restore_*."""

from typing import Any, cast

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.table_record import TableRecord
from jedlik.features.backups.restored_table import NewTable, Overrides, restored_record
from tests.engine.in_memory import Caller, definitions, keys, result_of, units
from tests.features.backups.samples import BY_N, BY_T, BY_VECTOR

TARGET = NewTable("eu-west-1", "123456789012", "restored", "id", "work", 5_000)


def source(**members: Any) -> TableRecord:
    """Returns the record of a table with all kinds of indexes."""
    caller = Caller()
    caller.create(
        KeySchema=keys("pk HASH", "sk RANGE"),
        AttributeDefinitions=definitions("pk", "sk", "n", "t"),
        GlobalSecondaryIndexes=[BY_N],
        LocalSecondaryIndexes=[BY_T],
        VectorIndexes=[BY_VECTOR],
        Tags=[{"Key": "a", "Value": "b"}],
        DeletionProtectionEnabled=True,
    )
    table = result_of(caller.node.catalog.table("us-east-1", "123456789012", "music"))
    return cast(TableRecord, {**table.record, **members})


def restored(of: TableRecord, **overrides: Any) -> TableRecord:
    return restored_record(of, TARGET, Overrides(**overrides), {"RestoreInProgress": True})


def test_what_is_new_and_what_is_the_same() -> None:
    record = restored(source(TimeToLiveAttribute="ends", StreamViewType="KEYS_ONLY"))
    assert (record["Region"], record["TableName"], record["TableId"]) == (
        "eu-west-1",
        "restored",
        "id",
    )
    assert record["Restore"] == {"WorkId": "work", "Summary": {"RestoreInProgress": True}}
    assert record["Transition"]["Status"] == "CREATING"
    assert (record["Tags"], record["DeletionProtectionEnabled"]) == ([], False)
    assert not {"TimeToLiveAttribute", "StreamViewType", "PointInTimeRecovery"} & record.keys()
    ids = [
        record["GlobalSecondaryIndexes"][0]["Id"],
        record["LocalSecondaryIndexes"][0]["Id"],
        record["VectorIndexes"][0]["Id"],
    ]
    assert ids == [1, 2, 3]
    assert record["LastIndexId"] == 3


def test_indexes_that_are_being_built_are_whole_and_deleted_ones_are_gone() -> None:
    of = source()
    building: Any = {"Status": "CREATING", "EndsAtMs": 9_999_999_999_999}
    deleting: Any = {"Status": "DELETING", "EndsAtMs": 9_999_999_999_999}
    (index,) = of["GlobalSecondaryIndexes"]
    of["GlobalSecondaryIndexes"] = [
        {**index, "IsBuilding": True, "Transition": building},
        {**index, "IndexName": "dropped", "Transition": deleting},
    ]
    of["VectorIndexes"] = [{**of["VectorIndexes"][0], "Transition": deleting}]
    record = restored(of)
    assert [each["IndexName"] for each in record["GlobalSecondaryIndexes"]] == ["by_n"]
    assert not {"IsBuilding", "Transition"} & record["GlobalSecondaryIndexes"][0].keys()
    assert "VectorIndexes" not in record


def test_attributes_of_indexes_that_are_left_out_are_not_defined() -> None:
    record = restored(source(), global_indexes=[], vector_indexes=[])
    names = [each["AttributeName"] for each in record["AttributeDefinitions"]]
    assert names == ["pk", "sk", "t"]


def test_vector_indexes_are_matched_by_everything_except_their_name() -> None:
    renamed = {**BY_VECTOR, "IndexName": "renamed"}
    (index,) = restored(source(), vector_indexes=[renamed])["VectorIndexes"]
    assert index["IndexName"] == "renamed"
    for wrong in ([{**BY_VECTOR, "Dimensions": 3}], [BY_VECTOR, renamed]):
        with pytest.raises(Reject, match="does not match a secondary index"):
            restored(source(), vector_indexes=wrong)


def test_local_indexes_must_be_known() -> None:
    with pytest.raises(Reject, match="does not match a secondary index"):
        restored(source(), local_indexes=[{**BY_T, "KeySchema": keys("pk HASH", "n RANGE")}])


def test_warm_throughput_follows_the_mode() -> None:
    provisioned = restored(
        source(), billing_mode="PROVISIONED", throughput=units(3, 4), global_indexes=[]
    )
    assert provisioned["WarmThroughput"] == {"ReadUnitsPerSecond": 3, "WriteUnitsPerSecond": 4}
    assert "LastUpdateToPayPerRequestDateTime" not in provisioned
    assert restored(source())["WarmThroughput"]["ReadUnitsPerSecond"] == 12_000


def test_maxima_of_a_provisioned_table_are_refused() -> None:
    with pytest.raises(Reject, match="unless BillingModeOverride is PAY_PER_REQUEST"):
        restored(
            source(),
            billing_mode="PROVISIONED",
            throughput=units(1, 1),
            on_demand={"MaxReadRequestUnits": 5},
            global_indexes=[],
        )
