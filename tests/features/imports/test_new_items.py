"""From records to writes and errors."""

import orjson

from jedlik.core.limits import IMPORT_ERROR_LINES
from jedlik.features.imports.new_items import Fault, line_of, lines_of, planned
from jedlik.features.imports.source import Found
from jedlik.wire.item_files.reader import ItemRecord
from tests.engine.in_memory import ACCOUNT, REGION, Caller, result_of
from tests.features.imports.samples import ITEM


def found(item: object, index: int = 0) -> Found:
    assert isinstance(item, dict)
    return Found("d", index, ItemRecord(item))


def messages(*items: object) -> list[str]:
    caller = Caller()
    caller.create()
    table = result_of(caller.node.catalog.find(REGION, ACCOUNT, "music"))
    assert table is not None
    plan = planned(table, [found(each) for each in items])
    return [each.message for each in plan.faults]


def test_what_a_table_refuses() -> None:
    key = {"pk": {"S": "a"}}
    assert messages({**ITEM}, {"pk": {"S": "b"}}) == []
    assert messages({"n": {"N": "1"}}) == [
        # Developer Guide, "Import format quotas and validation"
        "One or more parameter values were invalid: Missing the key pk in the item"
    ]
    assert messages({"pk": {"N": "1"}}) == [
        "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N"
    ]
    assert messages({**key, "": {"S": "v"}}) == ["Empty attribute name"]
    assert messages({**key, "v": {}}, {**key, "v": {"N": "x"}}) == [
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
        "The parameter cannot be converted to a numeric value: x",
    ]
    assert messages({**key, "v": {"S": "x" * 410_000}}) == [
        "Item size has exceeded the maximum allowed size"
    ]


def test_of_several_records_with_one_key_the_last_is_written() -> None:
    caller = Caller()
    caller.create()
    table = result_of(caller.node.catalog.find(REGION, ACCOUNT, "music"))
    assert table is not None
    records = [found({"pk": {"S": "a"}, "n": {"N": str(each)}}, each) for each in range(3)]
    plan = planned(table, records)
    ((_, last),) = plan.writes.values()
    assert last.number == 2


def test_the_line_about_a_fault() -> None:
    fault = Fault(Found("k", 3, ItemRecord(None)), "m" * 2_000)
    assert orjson.loads(line_of(fault, "b", "arn")) == {
        "itemS3Pointer": {"bucket": "b", "key": "k", "itemIndex": 3},
        "importArn": "arn",
        "errorMessages": ["m" * 1_000 + "..."],
    }


def test_the_number_of_lines_is_bounded() -> None:
    faults = [Fault(Found("k", each, ItemRecord(None)), "m") for each in range(5)]
    assert len(lines_of(faults, 0)) == 5
    assert len(lines_of(faults, IMPORT_ERROR_LINES - 2)) == 2
    assert len(lines_of(faults, IMPORT_ERROR_LINES)) == 0
