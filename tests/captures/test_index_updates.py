"""GlobalSecondaryIndexUpdates without a change, recorded in October 2026.

Source: ack-api-quirks, findings about DynamoDB, DDB-TABLE-456; about quotas DDB-TABLE-154. The
answer for a provisioned table is not in it: `tests/features/secondary_indexes/test_throughput.py`.
"""

import pytest

from tests.captures.asked import INV, Members, Row, refused


def update(name: str, **members: object) -> Members:
    return {"GlobalSecondaryIndexUpdates": [{"Update": {"IndexName": name, **members}}]}


ONLY = (
    INV + "The only Updates for index: whole when TableThroughputMode is PAY_PER_REQUEST can be "
    "to OnDemandThroughput, WarmThroughput"
)
AT_LEAST_ONE = (
    INV + "WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond "
    "specified for index: "
)
GHOST = "ResourceNotFoundException: Requested resource not found: Index ghost for table music"


@pytest.mark.parametrize(
    "row",
    [
        Row("UpdateTable", update("whole"), ONLY),
        Row("UpdateTable", update("whole", OnDemandThroughput={}), ONLY),
        Row("UpdateTable", update("ghost", OnDemandThroughput={}), GHOST),
        Row("UpdateTable", update("whole", WarmThroughput={}), AT_LEAST_ONE + "whole"),
        Row("UpdateTable", update("ghost", WarmThroughput={}), AT_LEAST_ONE + "ghost"),
        Row(
            "UpdateTable",
            {**update("ghost", WarmThroughput={}), "TableName": "missing"},
            AT_LEAST_ONE + "ghost",
        ),
        Row(
            "UpdateTable",
            {**update("whole", WarmThroughput={}), "TableClass": "STANDARD"},
            AT_LEAST_ONE + "whole",
        ),
    ],
)
def test_an_update_must_change_something(row: Row) -> None:
    assert refused(row) == row.refusal


QUOTA = " exceeds TableMaxReadCapacityUnits of the account in region us-east-1"


@pytest.mark.parametrize(
    "row",
    [
        Row(
            "UpdateTable",
            update("whole", OnDemandThroughput={"MaxReadRequestUnits": 40_001}),
            "LimitExceededException: Subscriber limit exceeded: Requested MaxReadRequestUnits for "
            "OnDemandThroughput for index : whole" + QUOTA,
        ),
        Row(
            "UpdateTable",
            update("whole", WarmThroughput={"ReadUnitsPerSecond": 40_001}),
            "LimitExceededException: Subscriber limit exceeded: Requested ReadUnitsPerSecond for "
            "WarmThroughput for index whole" + QUOTA,
        ),
    ],
)
def test_quotas_name_the_index(row: Row) -> None:
    assert refused(row) == row.refusal
