"""The depth of the items that updates make, in each operation.

TransactWriteItems of a value in a map: recorded answers, October 2026. API Reference,
TransactionCanceledException: the sentence is listed with those of the other faults of an update.
"""

import orjson
import pytest

from tests.apis.dynamodb.operations.samples import (
    Attributes,
    caller_with,
    nested,
    number,
    stored,
    string,
)
from tests.engine.in_memory import VE

A = string("a")
KEY = {"pk": A}
TOO_DEEP = VE + "Nesting Levels have exceeded supported limits"


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("SET m.a = :v", {":v": nested(31)}),
        ("SET m.a = d", None),
        ("SET l[0] = d", None),
        ("SET l[9] = d", None),  # appended
        ("SET m.a = if_not_exists(absent, d)", None),
        ("SET m.a = list_append(l, :v)", {":v": {"L": [nested(30)]}}),
    ],
)
def test_what_is_written_into_a_map_or_list_may_be_too_deep_there(
    expression: str, values: Attributes | None
) -> None:
    item: Attributes = {**KEY, "m": {"M": {}}, "l": {"L": [number(1)]}, "d": nested(31)}
    caller = caller_with(item)
    given = {"ExpressionAttributeValues": values} if values else {}
    request = {"Key": KEY, "UpdateExpression": expression, **given}
    assert caller.refusal("UpdateItem", TableName="music", **request) == TOO_DEEP
    assert stored(caller, pk=A) == item


def test_what_is_written_may_be_as_deep_as_an_item() -> None:
    caller = caller_with({**KEY, "m": {"M": {}}, "d": nested(30)})
    for expression in ("SET m.a = d", "SET e = m", "SET e.b = m.a", "SET m.a = m.a.m"):
        caller.call("UpdateItem", TableName="music", Key=KEY, UpdateExpression=expression)
    found = stored(caller, pk=A)
    assert found is not None
    assert found["e"] == {"M": {"a": nested(30), "b": nested(30)}}
    assert found["m"] == {"M": {"a": nested(29)}}


def test_a_scalar_may_be_written_at_the_deepest_place() -> None:
    caller = caller_with({**KEY, "d": nested(31)})
    expression = f"SET d{'.m' * 31} = pk"
    caller.call("UpdateItem", TableName="music", Key=KEY, UpdateExpression=expression)
    item = orjson.dumps({**KEY, "d": nested(31)}).replace(b"leaf", b"a")
    assert stored(caller, pk=A) == orjson.loads(item)


def test_an_update_of_PartiQL() -> None:  # noqa: N802
    caller = caller_with({**KEY, "m": {"M": {}}, "d": nested(31)})
    statement = "UPDATE music SET m.a = d WHERE pk = 'a'"
    assert caller.refusal("ExecuteStatement", Statement=statement) == TOO_DEEP
