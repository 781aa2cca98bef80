"""From the StreamArn of a request to the stream, and the states of streams.

Sources: Developer Guide, "Change data capture for DynamoDB Streams"; answers quoted in
logstash-input-dynamodb #4 and node-dynamodb-stream #13.
"""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.core.keys.position import position_ms
from jedlik.features.streams.name import (
    all_streams,
    is_gone_at,
    shard_not_found,
    status_at,
    stream_named,
    trim_horizon,
    trimmed,
)
from jedlik.features.streams.records import arn_of
from tests.engine.in_memory import result_of
from tests.features.streams.samples import caller_with_stream, enabled, stream_arn

DAY_MS = 24 * 3_600_000


def entry(**members: object) -> Any:
    return {"SettledMs": 1000, **members}


@pytest.mark.parametrize(
    ("members", "now_ms", "status"),
    [
        ({}, 999, "ENABLING"),
        ({}, 1000, "ENABLED"),
        ({"DisabledMs": 500}, 999, "DISABLING"),
        ({"DisabledMs": 500}, 1000, "DISABLED"),
    ],
)
def test_the_status_of_a_stream(members: dict[str, object], now_ms: int, status: str) -> None:
    assert status_at(entry(**members), now_ms) == status


def test_a_disabled_stream_can_be_read_for_a_day() -> None:
    disabled = entry(DisabledMs=500)
    assert [is_gone_at(disabled, 500 + DAY_MS + delta) for delta in (-1, 0)] == [False, True]
    assert not is_gone_at(entry(), 10 * DAY_MS)


def test_records_are_trimmed_after_a_day() -> None:
    assert position_ms(trim_horizon(3 * DAY_MS)) == 2 * DAY_MS
    assert trim_horizon(DAY_MS - 1) == 0


def test_a_stream_is_found_by_its_arn() -> None:
    caller = caller_with_stream()
    caller.create("other", StreamSpecification=enabled())
    arn = stream_arn(caller)
    assert arn_of(result_of(stream_named(caller.context, arn))) == arn

    async def all_names() -> list[str]:
        return [each["TableName"] async for each in all_streams(caller.node)]

    assert sorted(result_of(all_names())) == ["albums", "other"]


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        (("arn:aws", "x"), "ValidationException: Invalid StreamArn"),
        (("/stream/", "/index/"), "ValidationException: Invalid StreamArn"),
        (("us-east-1", "us-east-2"), None),
        (("123456789012", "123456789013"), None),
        (("albums", "other"), None),
        (("2026", "2025"), None),
    ],
)
def test_other_arns_name_no_stream(change: tuple[str, str], refused: str | None) -> None:
    caller = caller_with_stream()
    arn = stream_arn(caller).replace(*change)
    not_found = f"ResourceNotFoundException: Requested resource not found: Stream: {arn} not found"
    with pytest.raises(Reject) as rejected:
        result_of(stream_named(caller.context, arn))
    error = rejected.value.error
    assert f"{error.code}: {error.message}" == (refused or not_found)


def test_a_stream_that_was_disabled_is_not_found_after_a_day() -> None:
    caller = caller_with_stream()
    arn = stream_arn(caller)
    caller.call("DeleteTable", TableName="albums")
    result_of(stream_named(caller.context, arn))
    caller.clock.time_ms += DAY_MS
    with pytest.raises(Reject):
        result_of(stream_named(caller.context, arn))


def test_the_errors_of_readers() -> None:
    assert trimmed().error.code == "TrimmedDataAccessException"
    assert shard_not_found().error.message == ("Requested resource not found: Shard does not exist")
