"""Tests of AttributeUpdates. Sources: dynalite test/updateItem.js; Alternator test_item.py."""

import pytest

from jedlik.core.expressions.legacy.update import attribute_updates, check_present_types
from jedlik.core.expressions.update import apply, updated_attributes, updated_names
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.structures import AttributeValueUpdate
from tests.core.expressions.refusals import refusal
from tests.core.test_pauses import Looks

ENV = "1 validation error detected: "
INV = ENV + "One or more parameter values were invalid: "
KEY: Item = {"pk": {"S": "k"}}
Updates = dict[str, AttributeValueUpdate]


def applied(updates: Updates, **attributes: AttributeValue) -> Item:
    """Returns the item after the updates, without its key."""
    update = attribute_updates(updates)
    assert update is not None
    old = {**KEY, **attributes}
    check_present_types(updates, old)
    new = apply(update, old, KEY)
    assert new is not None
    return {name: new[name] for name in new if name != "pk"}


@pytest.mark.parametrize(
    ("update", "before", "after"),
    [
        ({"Value": {"N": "1.0"}}, None, {"N": "1"}),
        ({"Action": "PUT", "Value": {"S": "x"}}, {"N": "1"}, {"S": "x"}),
        ({"Action": "DELETE"}, {"N": "1"}, None),
        ({"Action": "DELETE"}, None, None),
        ({"Action": "DELETE", "Value": {"SS": ["b", "z"]}}, {"SS": ["a", "b"]}, {"SS": ["a"]}),
        ({"Action": "DELETE", "Value": {"NS": ["1.0"]}}, {"NS": ["1"]}, None),
        ({"Action": "DELETE", "Value": {"BS": ["YQ=="]}}, None, None),
        ({"Action": "ADD", "Value": {"N": "2"}}, {"N": "-3.5"}, {"N": "-1.5"}),
        ({"Action": "ADD", "Value": {"N": "2"}}, None, {"N": "2"}),
        ({"Action": "ADD", "Value": {"SS": ["a", "c"]}}, {"SS": ["b"]}, {"SS": ["a", "b", "c"]}),
        (
            {"Action": "ADD", "Value": {"L": [{"N": "3"}]}},
            {"L": [{"N": "3"}]},
            {"L": [{"N": "3"}, {"N": "3"}]},
        ),
        ({"Action": "ADD", "Value": {"L": [{"N": "3"}]}}, None, {"L": [{"N": "3"}]}),
    ],
)
def test_actions(
    update: AttributeValueUpdate, before: AttributeValue | None, after: AttributeValue | None
) -> None:
    attributes = {} if before is None else {"a": before}
    assert applied({"a": update}, **attributes) == ({} if after is None else {"a": after})


def test_names_are_whole() -> None:
    assert applied({"a.b[0]": {"Value": {"S": "x"}}}, a={"M": {}}) == {
        "a": {"M": {}},
        "a.b[0]": {"S": "x"},
    }


def test_updated_names_and_attributes() -> None:
    update = attribute_updates(
        {"a": {"Action": "ADD", "Value": {"L": []}}, "b": {"Action": "DELETE"}}
    )
    assert update is not None
    assert updated_names(update) == {"a", "b"}
    assert updated_attributes(update, {"a": {"L": []}, "c": {"N": "1"}}) == {"a": {"L": []}}


def test_adding_a_list_appends() -> None:
    updates: Updates = {"a": {"Action": "ADD", "Value": {"L": [{"N": "1"}]}}}
    old: AttributeValue = {"L": [{"N": "0"}]}
    for _ in range(2):  # the second run shows that the nodes have not changed
        assert applied(updates) == {"a": {"L": [{"N": "1"}]}}
        assert applied(updates, a=old) == {"a": {"L": [{"N": "0"}, {"N": "1"}]}}
    assert old == {"L": [{"N": "0"}]}


def test_no_item_before() -> None:
    gone = attribute_updates(
        {"a": {"Action": "DELETE"}, "b": {"Action": "DELETE", "Value": {"NS": ["1"]}}}
    )
    added = attribute_updates(
        {"a": {"Action": "DELETE"}, "b": {"Action": "ADD", "Value": {"N": "1"}}}
    )
    assert gone is not None
    assert added is not None
    assert apply(gone, None, KEY) is None
    assert apply(added, None, KEY) == {**KEY, "b": {"N": "1"}}


def test_nothing_is_no_update() -> None:
    assert attribute_updates({}) is None


@pytest.mark.parametrize("action", ["ADD", "DELETE"])
@pytest.mark.parametrize(
    ("value", "present"),
    [
        ({"NS": ["1"]}, {"SS": ["1"]}),
        ({"BS": ["YQ=="]}, {"SS": ["1"]}),
        ({"NS": ["1"]}, {"N": "1"}),
        ({"SS": ["1"]}, {"L": [{"S": "1"}]}),
    ],
)
def test_types_that_do_not_fit_the_item(
    action: str, value: AttributeValue, present: AttributeValue
) -> None:
    updates: Updates = {
        "other": {"Value": {"S": "x"}},
        "gone": {"Action": "DELETE"},
        "a": {"Action": "ADD" if action == "ADD" else "DELETE", "Value": value},
    }
    assert attribute_updates(updates) is not None
    item: Item = {"a": present, "gone": {"N": "1"}, "other": {"N": "1"}}
    mismatch = "Type mismatch for attribute to update"
    assert refusal(lambda: check_present_types(updates, item)) == mismatch
    check_present_types(updates, {"other": {"N": "1"}})


@pytest.mark.parametrize(
    ("update", "message"),
    [
        ({}, "Only DELETE action is allowed when no attribute value is specified"),
        ({"Action": "ADD"}, "Only DELETE action is allowed when no attribute value is specified"),
        ({"Action": "PUT"}, "Only DELETE action is allowed when no attribute value is specified"),
        (
            {"Value": {"SS": []}},
            "An string set  may not be empty",
        ),
    ],
)
def test_values_that_are_missing_or_bad(update: AttributeValueUpdate, message: str) -> None:
    assert refusal(lambda: attribute_updates({"a": update}), INV) == message


@pytest.mark.parametrize("tag", ["S", "N", "B", "NULL", "BOOL", "M", "L"])
def test_types_that_an_action_does_not_take(tag: str) -> None:
    values: dict[str, AttributeValue] = {
        "S": {"S": "1"}, "N": {"N": "1"}, "B": {"B": "Yg=="}, "NULL": {"NULL": True},
        "BOOL": {"BOOL": True}, "M": {"M": {}}, "L": {"L": []},
    }  # fmt: skip
    deleted: Updates = {"a": {"Action": "DELETE", "Value": values[tag]}}
    assert refusal(lambda: attribute_updates(deleted), INV) == (
        f"DELETE action with value is not supported for the type {tag}"
    )
    added: Updates = {"a": {"Action": "ADD", "Value": values[tag]}}
    if tag in ("N", "L"):
        assert attribute_updates(added) is not None
    else:
        assert refusal(lambda: attribute_updates(added), INV) == (
            f"ADD action is not supported for the type {tag}"
        )


def test_names_of_attributes() -> None:
    assert refusal(lambda: attribute_updates({"": {"Action": "DELETE"}}), ENV) == (
        "Empty attribute name"
    )
    assert refusal(lambda: attribute_updates({"a" * 65536: {"Action": "DELETE"}}), ENV) == (
        "Attribute name is too large, must be less than 65536 bytes"
    )


def test_the_types_of_many_updates_are_checked_with_pauses() -> None:
    many: Updates = {f"a{at}": {"Action": "DELETE"} for at in range(5_000)}
    with Looks(1_000) as looks:
        check_present_types(many, KEY)
    assert looks.count >= 4
