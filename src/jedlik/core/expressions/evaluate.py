"""Evaluates conditions against an item.

An item that does not fit makes a comparison false and never causes an error. That holds for an
absent attribute, for operands of different types or of a type without an order, and for `size` of a
number. Only `<>` is true then, because it is the complement of `=`. Values are canonical, so two
values are equal exactly if their structures are equal.

Sources: Alternator test_condition_expression.py; recorded answers, October 2026.
"""

from typing import Final

from jedlik.core.expressions.nodes import (
    And,
    Between,
    Comparison,
    Condition,
    Function,
    In,
    Literal,
    Not,
    Operand,
    Or,
    Path,
)
from jedlik.core.pauses import spend
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.base64 import bytes_of, decoded_bytes
from jedlik.core.types.value import compare

_NO_ITEM: Final[Item] = {}
# Evaluating a condition without parts is about as much work as this many values, see `spend`.
_VALUES_PER_CONDITION: Final = 4


def evaluate(condition: Condition, item: Item | None) -> bool:
    """Returns whether a resolved condition is true for `item`.

    None means that there is no item. It is treated like an item without attributes.
    """
    return _holds(condition, _NO_ITEM if item is None else item)


def value_at(path: Path, item: Item) -> AttributeValue | None:
    """Returns the value at `path`, or None if the item has none there."""
    value = item.get(path.name)
    for step in path.steps:
        if value is None:
            return None
        if isinstance(step, str):
            members = value.get("M")
            value = members.get(step) if members is not None else None
        else:
            elements = value.get("L")
            value = elements[step] if elements is not None and step < len(elements) else None
    return value


def _holds(condition: Condition, item: Item) -> bool:
    if isinstance(condition, Comparison):
        return _compares(condition, item)
    if isinstance(condition, Function):
        return _applies(condition, item)
    if isinstance(condition, And):
        for each in condition.conditions:  # noqa: SIM110  (saves a stack frame on each level)
            if not _holds(each, item):
                return False
        return True
    if isinstance(condition, Or):
        for each in condition.conditions:  # noqa: SIM110  (saves a stack frame on each level)
            if _holds(each, item):
                return True
        return False
    if isinstance(condition, Not):
        return not _holds(condition.condition, item)
    if isinstance(condition, Between):
        return _is_between(condition, item)
    return _is_in(condition, item)


def _compares(comparison: Comparison, item: Item) -> bool:
    spend(_VALUES_PER_CONDITION)
    operator = comparison.operator
    left = _value(comparison.left, item)
    right = _value(comparison.right, item)
    if operator == "=":
        return left is not None and left == right
    if operator == "<>":
        return left is None or left != right
    order = _order(left, right)
    if order is None:
        return False
    if operator == "<":
        return order < 0
    if operator == "<=":
        return order <= 0
    if operator == ">":
        return order > 0
    return order >= 0


def _is_between(between: Between, item: Item) -> bool:
    spend(_VALUES_PER_CONDITION)
    value = _value(between.operand, item)
    order = _order(_value(between.lower, item), value)
    if order is None or order > 0:
        return False
    order = _order(value, _value(between.upper, item))
    return order is not None and order <= 0


def _is_in(membership: In, item: Item) -> bool:
    spend(_VALUES_PER_CONDITION)
    value = _value(membership.operand, item)
    if value is None:
        return False
    for candidate in membership.candidates:
        spend(1)
        if value == _value(candidate, item):
            return True
    return False


def _applies(function: Function, item: Item) -> bool:
    spend(_VALUES_PER_CONDITION)
    name, operands = function.name, function.operands
    first = _value(operands[0], item)
    if name == "attribute_exists":
        return first is not None
    if name == "attribute_not_exists":
        return first is None
    if first is None:
        return False
    second = _value(operands[1], item)
    if second is None:
        return False
    if name == "attribute_type":
        return second["S"] in first
    if name == "begins_with":
        return _begins_with(first, second)
    return _contains(first, second)


def _value(operand: Operand, item: Item) -> AttributeValue | None:
    if isinstance(operand, Path):
        return value_at(operand, item) if operand.steps else item.get(operand.name)
    if isinstance(operand, Literal):
        return operand.value
    assert isinstance(operand, Function)  # size is the only function whose result is an operand
    value = _value(operand.operands[0], item)
    size = None if value is None else _size(value)
    return None if size is None else {"N": str(size)}


def _order(left: AttributeValue | None, right: AttributeValue | None) -> int | None:
    """Returns -1, 0 or 1, or None if a value is missing or the two have no common order."""
    if left is None or right is None:
        return None
    (tag,) = left
    if tag not in right or tag not in {"S", "N", "B"}:
        return None
    return compare(left, right)


def _begins_with(value: AttributeValue, prefix: AttributeValue) -> bool:
    if "S" in value:
        return "S" in prefix and value["S"].startswith(prefix["S"])
    if "B" in value:
        return "B" in prefix and bytes_of(value["B"]).startswith(bytes_of(prefix["B"]))
    return False


def _contains(value: AttributeValue, operand: AttributeValue) -> bool:
    """Returns whether `value` contains a substring, a member of a set or an element of a list."""
    ((tag, content),) = operand.items()
    if "S" in value:
        return "S" in operand and operand["S"] in value["S"]
    if "B" in value:
        return "B" in operand and bytes_of(operand["B"]) in bytes_of(value["B"])
    if "L" in value:
        elements = value["L"]
        spend(len(elements) // 2)
        return operand in elements
    if "SS" in value:
        return tag == "S" and content in value["SS"]
    if "NS" in value:
        return tag == "N" and content in value["NS"]
    return "BS" in value and tag == "B" and content in value["BS"]


def _size(value: AttributeValue) -> int | None:
    """Returns what `size` returns: UTF-16 code units, bytes, members or elements, else None."""
    if "S" in value:
        text = value["S"]
        return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
    if "B" in value:
        return decoded_bytes(value["B"])
    if "N" in value or "BOOL" in value or "NULL" in value:
        return None
    ((_, content),) = value.items()
    assert isinstance(content, (list, dict))
    return len(content)
