"""Scan. Texts, orders and pages: recorded answers of us-east-1, October 2026; dynalite's tests."""

from typing import Any

import pytest

from tests.apis.dynamodb.operations.samples import (
    BAD_RETURN_CONSUMED_CAPACITY,
    NOT_FOUND,
    TABLE_NAMES,
    Attributes,
    caller_with,
    number,
    sized,
    string,
)
from tests.engine.in_memory import ENV, VE, Caller

A = string("a")


def refusal(caller: Caller | None = None, /, **members: object) -> str:
    caller = caller or caller_with()
    return caller.refusal("Scan", **{"TableName": "music", **members})


# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"Segment": "x"}, "STRING_VALUE cannot be converted to Integer"),
        ({"TotalSegments": []}, "Unrecognized collection type class java.lang.Integer"),
        ({"ScanFilter": 1}, "Unexpected field type"),
        ({"FilterExpression": 1}, "NUMBER_VALUE cannot be converted to String"),
    ],
)
def test_values_of_another_type_are_refused(members: dict[str, object], message: str) -> None:
    assert refusal(**members) == f"SerializationException: {message}"


# --- validation ----------------------------------------------------------------------------------

AT_LEAST = "failed to satisfy constraint: Member must have value greater than or equal to "
AT_MOST = "failed to satisfy constraint: Member must have value less than or equal to "


@pytest.mark.parametrize(("name", "message"), TABLE_NAMES)
def test_table_names(name: str | None, message: str) -> None:
    assert refusal(TableName=name) == ENV + message


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"Limit": 0}, ENV + f"Value '0' at 'limit' {AT_LEAST}1"),
        ({"Segment": -1, "TotalSegments": 4}, ENV + f"Value '-1' at 'segment' {AT_LEAST}0"),
        ({"Segment": 0, "TotalSegments": 0}, ENV + f"Value '0' at 'totalSegments' {AT_LEAST}1"),
        (
            {"Segment": 0, "TotalSegments": 1_000_001},
            ENV + f"Value '1000001' at 'totalSegments' {AT_MOST}1000000",
        ),
        ({"ReturnConsumedCapacity": "BOGUS"}, ENV + BAD_RETURN_CONSUMED_CAPACITY),
        (
            {"Segment": 0},
            VE + "The TotalSegments parameter is required but was not present in the request when "
            "Segment parameter is present",
        ),
        (
            {"TotalSegments": 1},
            VE + "The Segment parameter is required but was not present in the request when "
            "parameter TotalSegments is present",
        ),
        (
            {"Segment": 5, "TotalSegments": 5},
            VE + "The Segment parameter is zero-based and must be less than parameter "
            "TotalSegments: Segment: 5 is not less than TotalSegments: 5",
        ),
        (
            {"Select": "SPECIFIC_ATTRIBUTES"},
            VE + "Must specify the AttributesToGet or ProjectionExpression "
            "when choosing to get SPECIFIC_ATTRIBUTES",
        ),
        (
            {"Select": "ALL_PROJECTED_ATTRIBUTES"},
            VE + "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
        ),
        (
            {"Select": "COUNT", "ProjectionExpression": "a"},
            VE + "Cannot specify the ProjectionExpression when choosing to get only the Count",
        ),
        (
            {
                "FilterExpression": "begins_with(a, :n)",
                "ExpressionAttributeValues": {":n": number(1)},
            },
            VE + "Invalid FilterExpression: Incorrect operand type for operator or function; "
            "operator or function: begins_with, operand type: N",
        ),
        (
            {"FilterExpression": "a" * 4097},
            VE + "Invalid FilterExpression: Expression size has exceeded the maximum allowed size; "
            "expression size: 4097",
        ),
        (
            {"ProjectionExpression": "a" * 4097},
            VE + "Invalid ProjectionExpression: Expression size has exceeded the maximum allowed "
            "size;",
        ),
        (
            {"ProjectionExpression": "#missing"},
            VE + "Invalid ProjectionExpression: An expression attribute name used in the document "
            "path is not defined; attribute name: #missing",
        ),
        (
            {"ExpressionAttributeValues": {":v": A}},
            VE + "ExpressionAttributeValues can only be specified when using expressions: "
            "FilterExpression is null",
        ),
        (
            {"FilterExpression": "a = :v", "ExpressionAttributeValues": {":v": number("abc")}},
            VE + "ExpressionAttributeValues contains invalid value: "
            "The parameter cannot be converted to a numeric value: abc for key :v",
        ),
        ({"TableName": "absent"}, NOT_FOUND),
        ({"IndexName": "absent"}, VE + "The table does not have the specified index: absent"),
    ],
)
def test_refusals(members: dict[str, object], expected: str) -> None:
    assert refusal(**members) == expected


@pytest.mark.parametrize("start", [{}, {"pk": number(1)}, {"id": A}, {"pk": A, "sk": A}])
def test_starting_keys_that_do_not_fit(start: Attributes) -> None:
    assert refusal(ExclusiveStartKey=start) == VE + (
        "The provided starting key is invalid: The provided key element does not match the schema"
    )


def test_a_starting_key_of_another_segment() -> None:
    caller = caller_with({"pk": A})
    inside = {"TableName": "music", "TotalSegments": 2}
    held = [caller.call("Scan", Segment=at, **inside)["Count"] for at in range(2)]
    own, other = held.index(1), held.index(0)
    start = {"ExclusiveStartKey": {"pk": A}, **inside}
    assert caller.call("Scan", Segment=own, **start)["Count"] == 0
    assert refusal(caller, Segment=other, **start) == VE + (
        "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use "
        f"ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: {other}"
    )


# --- behaviour -----------------------------------------------------------------------------------

NAMES = sorted(f"item {at}" for at in range(50))


def many() -> Caller:
    return caller_with(*({"pk": string(name), "n": number(len(name))} for name in NAMES))


def walk(caller: Caller, **members: Any) -> tuple[list[str], int]:
    """The keys of all pages, and how many pages there were."""
    names: list[str] = []
    pages = 0
    start: dict[str, object] = {}
    while True:
        answer = caller.call("Scan", TableName="music", **members, **start)
        pages += 1
        assert answer["Count"] == answer["ScannedCount"] == len(answer["Items"])
        names += [item["pk"]["S"] for item in answer["Items"]]
        if "LastEvaluatedKey" not in answer:
            return names, pages
        assert answer["LastEvaluatedKey"] == {"pk": string(names[-1])}
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def test_a_scan_reads_the_whole_table_in_one_order() -> None:
    caller = many()
    whole, pages = walk(caller)
    assert (sorted(whole), pages) == (NAMES, 1)
    assert walk(caller, Limit=7) == (whole, 8)
    assert walk(caller, Limit=50) == (whole, 2)  # the second page is empty
    assert walk(caller, Limit=51) == (whole, 1)


@pytest.mark.parametrize("total", [1, 2, 3, 7, 1000, 1_000_000])
def test_segments_are_the_table_cut_up(total: int) -> None:
    caller = many()
    whole, _ = walk(caller)
    step = max(total // 50, 1)
    found: list[str] = []
    for segment in range(0, total, 1 if total < 1000 else step):
        found += walk(caller, Segment=segment, TotalSegments=total, Limit=3)[0]
    if total < 1000:
        assert found == whole
    else:
        assert len(set(found)) == len(found) and set(found) <= set(whole)  # noqa: PT018


def test_an_item_of_a_large_number_of_segments_is_in_one_of_them() -> None:
    caller = caller_with({"pk": A})
    held = [len(walk(caller, Segment=at, TotalSegments=512)[0]) for at in range(512)]
    assert sum(held) == 1


def test_a_page_ends_with_the_item_that_reaches_1_mb() -> None:
    caller = caller_with(*(sized(300 * 1024, pk=string(str(at))) for at in range(9)))
    answer = caller.call("Scan", TableName="music", ReturnConsumedCapacity="TOTAL")
    assert answer["ScannedCount"] == 4
    assert answer["ConsumedCapacity"]["CapacityUnits"] == 150.0
    names, pages = walk(caller)
    assert (len(names), pages) == (9, 3)


def test_the_filter_comes_after_the_limit() -> None:
    caller = many()
    members = {
        "FilterExpression": "n = :n",
        "ExpressionAttributeValues": {":n": number(7)},
    }
    answer = caller.call("Scan", TableName="music", **members)
    assert (answer["Count"], answer["ScannedCount"]) == (40, 50)
    counted = caller.call("Scan", TableName="music", Select="COUNT", **members)
    assert counted == {"Count": 40, "ScannedCount": 50}
    members["ExpressionAttributeValues"] = {":n": number(99)}
    one = caller.call("Scan", TableName="music", Limit=1, **members)
    assert (one["Items"], one["Count"], one["ScannedCount"]) == ([], 0, 1)
    assert "LastEvaluatedKey" in one


def test_only_what_is_projected_comes_back() -> None:
    caller = caller_with({"pk": A, "n": number(1), "l": {"L": [A, number(2), A]}})
    answer = caller.call("Scan", TableName="music", ProjectionExpression="l[2], l[1], absent")
    assert answer["Items"] == [{"l": {"L": [number(2), A]}}]


def test_a_filter_may_name_the_key() -> None:
    members = {
        "FilterExpression": "pk = :v",
        "ExpressionAttributeValues": {":v": string("item 3")},
    }
    assert many().call("Scan", TableName="music", **members)["Count"] == 1


@pytest.mark.parametrize(
    ("members", "units"),
    [
        ({}, 2.0),
        ({"ConsistentRead": True}, 4.0),
        ({"ConsistentRead": True, "Select": "COUNT"}, 4.0),
        ({"ConsistentRead": True, "ProjectionExpression": "pk"}, 4.0),
        ({"ConsistentRead": True, "FilterExpression": "attribute_exists(absent)"}, 4.0),
    ],
)
def test_capacity_is_that_of_all_that_was_read(members: dict[str, Any], units: float) -> None:
    caller = caller_with(*(sized(1000, pk=string(str(at))) for at in range(13)))
    answer = caller.call("Scan", TableName="music", ReturnConsumedCapacity="INDEXES", **members)
    assert answer["ConsumedCapacity"] == {
        "TableName": "music",
        "CapacityUnits": units,
        "Table": {"CapacityUnits": units},
    }


@pytest.mark.parametrize(("consistent", "units"), [(True, 4.0), (False, 2.0)])
def test_a_scan_of_an_on_demand_table_visits_four_partitions(
    consistent: bool, units: float
) -> None:
    """Source: Alternator test_returnconsumedcapacity.py, seen on the real service."""
    caller = Caller()
    caller.create()
    answer = caller.call(
        "Scan", TableName="music", ConsistentRead=consistent, ReturnConsumedCapacity="TOTAL"
    )
    assert answer["ConsumedCapacity"] == {"TableName": "music", "CapacityUnits": units}
