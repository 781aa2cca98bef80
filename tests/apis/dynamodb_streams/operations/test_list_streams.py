"""ListStreams. Source: API Reference; Alternator test_streams.py."""

import pytest

from tests.engine.in_memory import ENV, VE, Caller, arn_of
from tests.features.streams.samples import enabled, stream_arn

DAY_MS = 24 * 3_600_000

# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "members", [{"Limit": "one"}, {"TableName": 1}, {"ExclusiveStartStreamArn": []}]
)
def test_values_of_another_type_are_refused(members: dict[str, object]) -> None:
    assert Caller().refusal("ListStreams", **members).startswith("SerializationException: ")


# --- validation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "constraint"),
    [(0, "greater than or equal to 1"), (101, "less than or equal to 100")],
)
def test_limits_out_of_bounds(limit: int, constraint: str) -> None:
    assert Caller().refusal("ListStreams", Limit=limit) == (
        f"{ENV}Value '{limit}' at 'limit' failed to satisfy constraint: "
        f"Member must have value {constraint}"
    )


@pytest.mark.parametrize("arn", ["kossa" * 10, arn_of("a-table-is-no-stream")])
def test_the_start_must_be_a_stream(arn: str) -> None:
    refused = Caller().refusal("ListStreams", ExclusiveStartStreamArn=arn)
    assert refused == VE + "Invalid StreamArn"


# --- behaviour -----------------------------------------------------------------------------------

NAMES = ["albums", "albums-2", "songs"]


def caller_with_streams() -> Caller:
    caller = Caller()
    for name in NAMES:
        caller.create(name, StreamSpecification=enabled())
    caller.create("plain")
    return caller


def test_streams_are_listed() -> None:
    caller = caller_with_streams()
    streams = caller.call("ListStreams")["Streams"]
    assert [each["TableName"] for each in streams] == NAMES
    description = caller.describe("albums")
    assert streams[0] == {
        "StreamArn": description["LatestStreamArn"],
        "StreamLabel": description["LatestStreamLabel"],
        "TableName": "albums",
    }


@pytest.mark.parametrize("name", ["albums", arn_of("albums")])
def test_streams_of_one_table(name: str) -> None:
    caller = caller_with_streams()
    if ":" not in name:
        streams = caller.call("ListStreams", TableName=name)["Streams"]
        assert [each["TableName"] for each in streams] == ["albums"]
    assert caller.call("ListStreams", TableName="plain") == {"Streams": []}
    assert caller.call("ListStreams", TableName="missing") == {"Streams": []}


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_join_to_the_whole(limit: int) -> None:
    caller = caller_with_streams()
    names: list[str] = []
    start: dict[str, object] = {}
    while True:
        answer = caller.call("ListStreams", Limit=limit, **start)
        names += [each["TableName"] for each in answer["Streams"]]
        if "LastEvaluatedStreamArn" not in answer:
            break
        assert answer["LastEvaluatedStreamArn"] == answer["Streams"][-1]["StreamArn"]
        start = {"ExclusiveStartStreamArn": answer["LastEvaluatedStreamArn"]}
    assert names == NAMES


def test_a_page_goes_on_within_one_table() -> None:
    caller = caller_with_streams()
    first = stream_arn(caller, "albums")
    off, on = {"StreamEnabled": False}, enabled()
    caller.call("UpdateTable", TableName="albums", StreamSpecification=off)
    caller.call("UpdateTable", TableName="albums", StreamSpecification=on)
    second = stream_arn(caller, "albums")
    answer = caller.call("ListStreams", TableName="albums", Limit=1)
    assert answer["LastEvaluatedStreamArn"] == first
    rest = caller.call("ListStreams", TableName="albums", ExclusiveStartStreamArn=first)
    assert [each["StreamArn"] for each in rest["Streams"]] == [second]
    beyond = caller.call(
        "ListStreams", TableName="albums", ExclusiveStartStreamArn=stream_arn(caller, "songs")
    )
    assert beyond == {"Streams": []}


def test_the_stream_of_a_deleted_table_is_listed_for_a_day() -> None:
    caller = caller_with_streams()
    caller.call("DeleteTable", TableName="albums")
    assert len(caller.call("ListStreams")["Streams"]) == 3
    caller.clock.time_ms += DAY_MS
    assert len(caller.call("ListStreams")["Streams"]) == 2


def test_accounts_and_regions_have_streams_of_their_own() -> None:
    caller = caller_with_streams()
    for region, account_id in (("eu-west-1", "123456789012"), ("us-east-1", "999999999999")):
        other = Caller(storage=caller.storage, region=region, account_id=account_id)
        assert other.call("ListStreams") == {"Streams": []}
