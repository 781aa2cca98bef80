"""What of a table or index a condition can select: ranges of its keys, or all of it.

A condition is read as boxes. A box is one value of the hash key, or any, and a range of the range
key; AND intersects boxes, OR collects them, and whatever else says nothing about keys. Boxes hold
at least all that satisfies the condition, so a reader of them still applies it, unless they are
exact. A statement reads by key if every box has a hash value.

Source of what is refused: recorded answers, October 2026; sentences that those leave open: DynamoDB
Local 3.3.1.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from jedlik.core.errors import Reject, invalid
from jedlik.core.expressions.check_operands import too_many_candidates
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
from jedlik.core.keys.encode import encode_scalar
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.keys.primary_key import TYPE_MISMATCH, empty_key
from jedlik.core.limits import IN_HASH_VALUES
from jedlik.core.types.attribute_value import AttributeValue

OVERLAPPING: Final = "Overlapping conditions with range keys are not supported in where clause"

_BOXES_MAX: Final = 1_000  # beyond, an AND keeps the boxes of its first part, which are enough
_MIRRORED: Final = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class KeyRange(NamedTuple):
    """Some keys: a value of the hash key, and range keys from `low` up to but not `high`.

    hash_text: wire text. low, high: encoded (`keys.encode`); a high of None is open.
    """

    hash_text: str
    low: bytes = b""
    high: bytes | None = None


class KeyRanges(NamedTuple):
    """Ranges apart from one another.

    exact: whether the condition holds for all that is in them. is_listed: whether IN named the
    values of the hash key.
    """

    ranges: list[KeyRange]
    exact: bool
    is_listed: bool


class _Box(NamedTuple):
    """A KeyRange of one or any hash value. negates: whether it stands for <> or NOT of something
    about the range key.
    """

    hash_text: str | None = None
    low: bytes = b""
    high: bytes | None = None
    negates: bool = False


class _Boxes(NamedTuple):
    boxes: list[_Box]
    exact: bool


_ANYTHING: Final = _Boxes([_Box()], exact=False)
_NEGATED: Final = _Boxes([_Box(negates=True)], exact=False)


def key_ranges(
    condition: Condition, hash_key: KeyAttribute, range_key: KeyAttribute | None
) -> KeyRanges | None:
    """The ranges of keys that `condition` can select; None for all of them.

    Raises Reject for values that no key can have, and for keys selected twice.
    """
    keys = (hash_key,) if range_key is None else (hash_key, range_key)
    found = _boxes(condition, keys)
    is_keyed = all(box.hash_text is not None for box in found.boxes)
    _check_key_values(condition, keys, is_keyed=is_keyed)
    if not is_keyed:
        return None
    _check_overlaps(found.boxes)
    longest = _longest_list(condition, hash_key.name)
    if longest > IN_HASH_VALUES:
        raise too_many_candidates("", longest)  # the limit is documented, its sentence is not
    return KeyRanges(_apart(found.boxes), found.exact, is_listed=longest > 0)


def key_type_mismatch(name: str) -> Reject:
    """The error for a value of another type than the key attribute `name` has."""
    return invalid(
        f"Key attribute's data type should match its data type in table's schema: Key {name}"
    )


def _boxes(condition: Condition, keys: Sequence[KeyAttribute]) -> _Boxes:
    if isinstance(condition, And):
        return _intersection([_boxes(each, keys) for each in condition.conditions])
    if isinstance(condition, Or):
        parts = [_boxes(each, keys) for each in condition.conditions]
        boxes = [box for part in parts for box in part.boxes]
        if all(box._replace(negates=False) == _Box() for box in boxes):
            return _NEGATED if any(box.negates for box in boxes) else _ANYTHING
        return _Boxes(boxes, all(part.exact for part in parts))
    named = _named(condition, keys)
    if named is None:
        return _NEGATED if len(keys) > 1 and _negates(condition, keys[1].name) else _ANYTHING
    attribute, operator, values = named
    if attribute is keys[0] and operator not in ("=", "IN"):
        return _ANYTHING
    if any(not value.get(attribute.type) for value in values):
        # Refused in the end; until then the condition counts as one on this key.
        return _Boxes([_Box("")] if attribute is keys[0] else [_Box()], exact=False)
    texts = [value[attribute.type] for value in values]
    if attribute is keys[0]:
        return _Boxes([_Box(text) for text in texts], exact=True)
    bounds = [encode_scalar(attribute.type, text) for text in texts]
    if operator == "IN":
        return _Boxes([_range_box("=", [bound]) for bound in bounds], exact=True)
    return _Boxes([_range_box(operator, bounds)], exact=True)


def _named(
    condition: Condition, keys: Sequence[KeyAttribute]
) -> tuple[KeyAttribute, str, list[AttributeValue]] | None:
    """The key attribute, operator and values of a condition that bounds a key; None for others."""
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
    return attribute, operator, values


def _key_of(operand: Operand, keys: Sequence[KeyAttribute]) -> KeyAttribute | None:
    if not isinstance(operand, Path) or operand.steps:
        return None
    return next((key for key in keys if key.name == operand.name), None)


def _range_box(operator: str, bounds: Sequence[bytes]) -> _Box:
    low, high = bounds[0], bounds[-1]
    start, end = b"", None
    if operator in ("=", ">=", "BETWEEN", "begins_with"):
        start = low
    elif operator == ">":
        start = low + b"\x00"
    if operator in ("=", "<=", "BETWEEN"):
        end = high + b"\x00"
    elif operator == "<":
        end = high
    elif operator == "begins_with":
        stem = low.rstrip(b"\xff")
        end = stem[:-1] + bytes([stem[-1] + 1]) if stem else None
    return _Box(None, start, end)


def _intersection(parts: Sequence[_Boxes]) -> _Boxes:
    boxes, exact = parts[0]
    for part in parts[1:]:
        exact = exact and part.exact
        if part is _ANYTHING:
            continue
        if len(boxes) * len(part.boxes) > _BOXES_MAX:
            exact = False
            if any(box.hash_text is None for box in boxes):
                boxes = part.boxes
            continue
        boxes = [
            both for one in boxes for other in part.boxes for both in (_both(one, other),) if both
        ]
    return _Boxes(boxes, exact)


def _both(one: _Box, other: _Box) -> _Box | None:
    """What two boxes share, if anything."""
    if None not in (one.hash_text, other.hash_text) and one.hash_text != other.hash_text:
        return None
    low = max(one.low, other.low)
    highs = [high for high in (one.high, other.high) if high is not None]
    high = min(highs) if highs else None
    if high is not None and low >= high:
        return None
    hash_text = other.hash_text if one.hash_text is None else one.hash_text
    return _Box(hash_text, low, high, one.negates or other.negates)


def _apart(boxes: Sequence[_Box]) -> list[KeyRange]:
    """The same keys in ranges that share none."""
    by_hash: dict[str, list[_Box]] = {}
    for box in boxes:
        assert box.hash_text is not None
        by_hash.setdefault(box.hash_text, []).append(box)
    ranges: list[KeyRange] = []
    for hash_text, of_hash in by_hash.items():
        last: KeyRange | None = None
        for box in sorted(of_hash, key=lambda box: box.low):
            if last is not None and (last.high is None or box.low <= last.high):
                high = (
                    None
                    if None in (last.high, box.high)
                    else max(last.high or b"", box.high or b"")
                )
                last = last._replace(high=high)
                ranges[-1] = last
            else:
                last = KeyRange(hash_text, box.low, box.high)
                ranges.append(last)
    return ranges


def _check_overlaps(boxes: Sequence[_Box]) -> None:
    """Refuse keys that are selected twice, but for what negates a condition on the range key."""
    by_hash: dict[str | None, list[_Box]] = {}
    for box in boxes:
        if not box.negates:
            by_hash.setdefault(box.hash_text, []).append(box)
    for of_hash in by_hash.values():
        of_hash.sort(key=lambda box: box.low)
        for box, following in pairwise(of_hash):
            if box.high is None or following.low < box.high:
                raise invalid(OVERLAPPING)


def _longest_list(condition: Condition, name: str) -> int:
    """How many values the longest IN on the attribute `name` has, 0 if there is none."""
    if isinstance(condition, (And, Or)):
        return max([_longest_list(each, name) for each in condition.conditions])
    if not isinstance(condition, In):
        return 0
    operand, *values = condition.operands
    return len(values) if isinstance(operand, Path) and operand.name == name else 0


def _negates(condition: Condition, name: str, *, negated: bool = False) -> bool:
    """Whether a condition holds <> or NOT of something about an attribute."""
    if isinstance(condition, (And, Or)):
        return any(_negates(each, name, negated=negated) for each in condition.conditions)
    if isinstance(condition, Not):
        return _negates(condition.condition, name, negated=True)
    if not negated and not (isinstance(condition, Comparison) and condition.operator == "<>"):
        return False
    return any(isinstance(each, Path) and each.name == name for each in _operands(condition))


def _check_key_values(
    condition: Condition, keys: Sequence[KeyAttribute], *, is_keyed: bool, negated: bool = False
) -> None:
    """Refuse values of a wrong type, or empty, that are compared with a key attribute."""
    if isinstance(condition, (And, Or)):
        for each in condition.conditions:
            _check_key_values(each, keys, is_keyed=is_keyed, negated=negated)
        return
    if isinstance(condition, Not):
        _check_key_values(condition.condition, keys, is_keyed=is_keyed, negated=True)
        return
    if isinstance(condition, Function) and condition.name != "begins_with":
        return
    for path in _operands(condition):
        attribute = _key_of(Path(path.name), keys) if isinstance(path, Path) else None
        if attribute is None:
            continue
        assert isinstance(path, Path)
        if path.steps:
            raise invalid(
                "Key attributes must be scalars; list random access '[]' and map lookup '.' are "
                f"not allowed: Key: {attribute.name}"
            )
        plain = is_keyed and not negated and _named(condition, keys) is not None
        for value in _operands(condition):
            if isinstance(value, Literal):
                _check_key_value(attribute, value.value, is_keyed=plain)


def _check_key_value(attribute: KeyAttribute, value: AttributeValue, *, is_keyed: bool) -> None:
    if attribute.type not in value:
        if is_keyed:
            raise key_type_mismatch(attribute.name)
        raise invalid(TYPE_MISMATCH)
    if not value[attribute.type]:
        raise empty_key(attribute)


def _operands(condition: Condition) -> tuple[Operand, ...]:
    return () if isinstance(condition, (And, Or, Not)) else condition.operands
