"""DescribeTimeToLive. Texts: recorded answers, October 2026."""

from tests.engine.in_memory import VE, Caller

# --- serialization -------------------------------------------------------------------------------


def test_a_name_must_be_a_string() -> None:
    assert Caller().refusal("DescribeTimeToLive", TableName={}).startswith("SerializationException")


# --- validation ----------------------------------------------------------------------------------


def test_a_table_that_is_not_there() -> None:
    assert Caller().refusal("DescribeTimeToLive", TableName="music") == (
        "ResourceNotFoundException: Requested resource not found: Table: music not found"
    )


def test_a_table_being_created_or_deleted() -> None:
    caller = Caller(delay_ms=10)
    caller.create()
    message = "Cannot describe time to live while table is in {0} state: Current table state is {0}"
    refusal = caller.refusal("DescribeTimeToLive", TableName="music")
    assert refusal == VE + message.format("CREATING")
    caller.clock.time_ms += 10
    caller.call("DeleteTable", TableName="music")
    refusal = caller.refusal("DescribeTimeToLive", TableName="music")
    assert refusal == VE + message.format("DELETING")


# --- behaviour -----------------------------------------------------------------------------------


def test_never_configured() -> None:
    caller = Caller()
    caller.create()
    answer = caller.call("DescribeTimeToLive", TableName="music")
    assert answer == {"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}


def test_enabled() -> None:
    caller = Caller()
    caller.create()
    specification = {"Enabled": True, "AttributeName": "expires"}
    caller.call("UpdateTimeToLive", TableName="music", TimeToLiveSpecification=specification)
    answer = caller.call("DescribeTimeToLive", TableName="music")
    description = {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}
    assert answer == {"TimeToLiveDescription": description}
