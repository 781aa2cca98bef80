"""From records to puts with conditions."""

from typing import Any

import pytest

from jedlik.features.bulk_operations.new_puts import Planned, planned
from jedlik.features.imports.source import Found
from jedlik.wire.item_files.conditions import WrittenCondition
from jedlik.wire.item_files.reader import ItemRecord
from tests.engine.in_memory import ACCOUNT, REGION, Caller, result_of


def plan(*found: tuple[Any, WrittenCondition | None]) -> Planned:
    caller = Caller()
    caller.create()
    table = result_of(caller.node.catalog.find(REGION, ACCOUNT, "music"))
    assert table is not None
    records = [
        Found("k", number, ItemRecord(item, condition=condition))
        for number, (item, condition) in enumerate(found)
    ]
    return planned(table, records)


def item(key: str) -> Any:
    return {"pk": {"S": key}}


def test_a_batch_ends_before_an_item_that_it_has() -> None:
    found = plan((item("a"), None), (item("b"), None), (item("a"), None), (item("c"), None))
    assert [each.found.number for each in found.puts] == [0, 1]
    assert [each.number for each in found.rest] == [2, 3]


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (WrittenCondition("a b", None, None), "Invalid ConditionExpression: Syntax error"),
        (WrittenCondition("#a = :v", {}, {}), "ExpressionAttributeNames must not be empty"),
        (WrittenCondition("a = :v", None, {":v": {"N": "x"}}), "cannot be converted to a numeric"),
        (WrittenCondition("a = b", {"#b": "b"}, None), "unused in expressions"),
    ],
)
def test_a_condition_that_is_not_valid_is_a_fault(
    condition: WrittenCondition, message: str
) -> None:
    found = plan((item("a"), condition), (item("b"), None))
    assert len(found.puts) == 1
    assert message in found.faults[0].message


def test_an_item_that_is_not_valid_is_a_fault() -> None:
    found = plan(({"n": {"N": "1"}}, None))
    assert "Missing the key pk" in found.faults[0].message
