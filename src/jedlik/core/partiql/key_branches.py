"""The alternatives of a condition: what each of them requires of the key of a table or index.

A condition becomes a list of branches. It is true if one of them is. AND combines the branches of
its parts, OR collects them. A branch has the conditions on the hash key and those on the range key.
The branches include every item that satisfies the condition, and may include others.

Source of what the service reads as a branch: dynoxide's captures, October 2026.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import orjson

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
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.types.attribute_value import AttributeValue

# An AND that would have more uses the branches of one part. They include every match too.
_BRANCHES_MAX: Final = 500
_MIRRORED: Final = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_EQUALS: Final = ("=", "IN")


class KeyCondition(NamedTuple):
    """A condition on a key attribute.

    operator: also IN, BETWEEN or begins_with. meaning: equal for conditions that say the same. An
    IN of one value says the same as `=`, and the order of its values says nothing.
    """

    operator: str
    values: Sequence[AttributeValue]
    meaning: bytes


class Branch(NamedTuple):
    """One of the alternatives.

    on_hash, on_range: the conditions on the two key attributes, each of them once. negates: whether
    there is a <> or NOT about the range key. exact: whether there are no other conditions.
    """

    on_hash: tuple[KeyCondition, ...] = ()
    on_range: tuple[KeyCondition, ...] = ()
    negates: bool = False
    exact: bool = True


_FILTER: Final = Branch(exact=False)
_NEGATED: Final = Branch(negates=True, exact=False)


def key_condition(operator: str, values: Sequence[AttributeValue]) -> KeyCondition:
    """Returns a condition that compares a key attribute with values."""
    if operator in _EQUALS:
        meaning = b",".join(sorted({orjson.dumps(value) for value in values}))
    else:
        meaning = operator.encode() + orjson.dumps(values)
    return KeyCondition(operator, values, meaning)


def branches_of(condition: Condition, keys: Sequence[KeyAttribute]) -> list[Branch]:
    """Returns the branches of a condition, in written order.

    keys: the hash key and the range key, if there is one.
    """
    if isinstance(condition, And):
        parts = [branches_of(each, keys) for each in condition.conditions]
        found = [Branch()]
        # Those of one branch come first, while there is only one branch to combine them with.
        for part in sorted(parts, key=lambda part: len(part) > 1):
            found = _combined(found, part)
        return found
    if isinstance(condition, Or):
        found = [branch for each in condition.conditions for branch in branches_of(each, keys)]
        # An OR that says nothing about the key is a filter.
        return [_FILTER] if all(branch == _FILTER for branch in found) else found
    named = _named(condition, keys)
    if named is None:
        is_negated = len(keys) > 1 and _negates(condition, keys[1].name)
        return [_NEGATED if is_negated else _FILTER]
    attribute, on_key = named
    if attribute is not keys[0]:
        return [Branch(on_range=(on_key,))]
    is_equality = on_key.operator in _EQUALS
    return [Branch(on_hash=(on_key,)) if is_equality else _FILTER]


def _combined(found: list[Branch], part: list[Branch]) -> list[Branch]:
    """Returns the branches of an AND of two conditions."""
    if len(found) * len(part) > _BRANCHES_MAX:
        used = part if any(not branch.on_hash for branch in found) else found
        return [branch._replace(exact=False) for branch in used]
    return [
        Branch(
            _joined(one.on_hash, other.on_hash),
            _joined(one.on_range, other.on_range),
            one.negates or other.negates,
            one.exact and other.exact,
        )
        for one in found
        for other in part
    ]


def _joined(
    one: tuple[KeyCondition, ...], other: tuple[KeyCondition, ...]
) -> tuple[KeyCondition, ...]:
    """Returns the conditions of both, without repetitions."""
    if not one or not other:
        return one or other
    known = [each.meaning for each in one]
    return (*one, *[each for each in other if each.meaning not in known])


def _named(
    condition: Condition, keys: Sequence[KeyAttribute]
) -> tuple[KeyAttribute, KeyCondition] | None:
    """Returns a condition that compares a key attribute with values, or None for any other one."""
    if isinstance(condition, Comparison):
        operator, operands = condition.operator, condition.operands
        if isinstance(condition.right, Path):
            operands = (condition.right, condition.left)
            operator = _MIRRORED.get(operator, operator)
        if operator == "<>":
            return None
    elif isinstance(condition, Between):
        operator, operands = "BETWEEN", condition.operands
    elif isinstance(condition, In):
        operator, operands = "IN", condition.operands
    elif isinstance(condition, Function) and condition.name == "begins_with":
        operator, operands = condition.name, condition.operands
    else:
        return None
    attribute = _key_of(operands[0], keys)
    values = [each.value for each in operands[1:] if isinstance(each, Literal)]
    if attribute is None or len(values) != len(operands) - 1:
        return None
    return attribute, key_condition(operator, values)


def _key_of(operand: Operand, keys: Sequence[KeyAttribute]) -> KeyAttribute | None:
    if not isinstance(operand, Path) or operand.steps:
        return None
    return next((key for key in keys if key.name == operand.name), None)


def _negates(condition: Condition, name: str, *, negated: bool = False) -> bool:
    """Returns whether a condition contains <> or NOT about an attribute."""
    if isinstance(condition, (And, Or)):
        return any(_negates(each, name, negated=negated) for each in condition.conditions)
    if isinstance(condition, Not):
        return _negates(condition.condition, name, negated=True)
    if not negated and not (isinstance(condition, Comparison) and condition.operator == "<>"):
        return False
    return any(isinstance(each, Path) and each.name == name for each in condition.operands)
