"""Which keys of a table or index a condition can select: ranges of keys, or all of them.

A condition becomes a list of areas. An area is one value of the hash key, or any value, together
with a range of the range key. AND intersects areas and OR collects them. Any other condition does
not restrict the keys. The areas include every item that satisfies the condition and may include
others. So the reader must still apply the condition, unless the areas are exact. A statement reads
by key if every area has a hash value.

Source of what is refused: recorded answers, October 2026; floci,
DynamoDbPartiQLEdgeCaseIntegrationTest (captured from the service, September 2026). Texts that these
do not show: DynamoDB Local 3.3.1.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from jedlik.core.errors import Reject, invalid
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
from jedlik.core.limits import STATEMENT_READS
from jedlik.core.types.attribute_value import AttributeValue

TOO_MANY_READS: Final = "Too many decomposed read operations for a given query."
OVERLAPPING: Final = "Overlapping conditions with range keys are not supported in where clause"

# An AND that would have more uses the areas of one part. They include every match too.
_AREAS_MAX: Final = 1_000
_MIRRORED: Final = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class KeyRange(NamedTuple):
    """A range of keys: one hash key, and the range keys from `low` up to but not including `high`.

    hash_text: the text on the wire. low, high: encoded (`keys.encode`). A `high` of None has no
    upper bound.
    """

    hash_text: str
    low: bytes = b""
    high: bytes | None = None


class KeyRanges(NamedTuple):
    """Ranges that have no key in common.

    exact: whether the condition is true for every item in them. is_listed: whether IN lists the
    values of the hash key.
    """

    ranges: list[KeyRange]
    exact: bool
    is_listed: bool


class _Area(NamedTuple):
    """A KeyRange whose hash value may be None, which means any value.

    negates: whether it comes from <> or NOT on the range key.
    """

    hash_text: str | None = None
    low: bytes = b""
    high: bytes | None = None
    negates: bool = False


class _Areas(NamedTuple):
    areas: list[_Area]
    exact: bool


_ANYTHING: Final = _Areas([_Area()], exact=False)
_NEGATED: Final = _Areas([_Area(negates=True)], exact=False)


def key_ranges(
    condition: Condition, hash_key: KeyAttribute, range_key: KeyAttribute | None
) -> KeyRanges | None:
    """Returns the ranges of keys that `condition` can select, or None for all keys.

    Raises Reject for values that no key can have, and for keys that are selected twice.
    """
    keys = (hash_key,) if range_key is None else (hash_key, range_key)
    found = _areas(condition, keys)
    is_keyed = all(area.hash_text is not None for area in found.areas)
    _check_key_values(condition, keys, is_keyed=is_keyed)
    if not is_keyed:
        return None
    _check_overlaps(found.areas)
    if len(found.areas) > STATEMENT_READS:
        raise invalid(TOO_MANY_READS)
    return KeyRanges(_apart(found.areas), found.exact, _lists(condition, hash_key.name))


def key_type_mismatch(name: str) -> Reject:
    """Returns the error for a value whose type is not that of the key attribute `name`."""
    return invalid(
        f"Key attribute's data type should match its data type in table's schema: Key {name}"
    )


def _areas(condition: Condition, keys: Sequence[KeyAttribute]) -> _Areas:
    if isinstance(condition, And):
        return _intersection([_areas(each, keys) for each in condition.conditions])
    if isinstance(condition, Or):
        parts = [_areas(each, keys) for each in condition.conditions]
        areas = [area for part in parts for area in part.areas]
        if all(area._replace(negates=False) == _Area() for area in areas):
            return _NEGATED if any(area.negates for area in areas) else _ANYTHING
        return _Areas(areas, all(part.exact for part in parts))
    named = _named(condition, keys)
    if named is None:
        return _NEGATED if len(keys) > 1 and _negates(condition, keys[1].name) else _ANYTHING
    attribute, operator, values = named
    if attribute is keys[0] and operator not in ("=", "IN"):
        return _ANYTHING
    if any(not value.get(attribute.type) for value in values):
        # `_check_key_values` refuses it later. Until then it counts as a condition on this key.
        return _Areas([_Area("")] if attribute is keys[0] else [_Area()], exact=False)
    texts = [value[attribute.type] for value in values]
    if attribute is keys[0]:
        return _Areas([_Area(text) for text in texts], exact=True)
    bounds = [encode_scalar(attribute.type, text) for text in texts]
    if operator == "IN":
        return _Areas([_range_area("=", [bound]) for bound in bounds], exact=True)
    return _Areas([_range_area(operator, bounds)], exact=True)


def _named(
    condition: Condition, keys: Sequence[KeyAttribute]
) -> tuple[KeyAttribute, str, list[AttributeValue]] | None:
    """Returns key attribute, operator and values of a condition that restricts a key, or None."""
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


def _range_area(operator: str, bounds: Sequence[bytes]) -> _Area:
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
    return _Area(None, start, end)


def _intersection(parts: Sequence[_Areas]) -> _Areas:
    areas, exact = parts[0]
    for part in parts[1:]:
        exact = exact and part.exact
        if part is _ANYTHING:
            continue
        if len(areas) * len(part.areas) > _AREAS_MAX:
            exact = False
            if any(area.hash_text is None for area in areas):
                areas = part.areas
            continue
        areas = [
            both for one in areas for other in part.areas for both in (_both(one, other),) if both
        ]
    return _Areas(areas, exact)


def _both(one: _Area, other: _Area) -> _Area | None:
    """Returns what two areas have in common, or None."""
    if None not in (one.hash_text, other.hash_text) and one.hash_text != other.hash_text:
        return None
    low = max(one.low, other.low)
    highs = [high for high in (one.high, other.high) if high is not None]
    high = min(highs) if highs else None
    if high is not None and low >= high:
        return None
    hash_text = other.hash_text if one.hash_text is None else one.hash_text
    return _Area(hash_text, low, high, one.negates or other.negates)


def _apart(areas: Sequence[_Area]) -> list[KeyRange]:
    """Returns the same keys in ranges that have no key in common."""
    by_hash: dict[str, list[_Area]] = {}
    for area in areas:
        assert area.hash_text is not None
        by_hash.setdefault(area.hash_text, []).append(area)
    ranges: list[KeyRange] = []
    for hash_text, of_hash in by_hash.items():
        last: KeyRange | None = None
        for area in sorted(of_hash, key=lambda area: area.low):
            if last is not None and (last.high is None or area.low <= last.high):
                high = (
                    None
                    if None in (last.high, area.high)
                    else max(last.high or b"", area.high or b"")
                )
                last = last._replace(high=high)
                ranges[-1] = last
            else:
                last = KeyRange(hash_text, area.low, area.high)
                ranges.append(last)
    return ranges


def _check_overlaps(areas: Sequence[_Area]) -> None:
    """Raises Reject if a key is selected twice. Negated conditions do not count."""
    by_hash: dict[str | None, list[_Area]] = {}
    for area in areas:
        if not area.negates:
            by_hash.setdefault(area.hash_text, []).append(area)
    for of_hash in by_hash.values():
        of_hash.sort(key=lambda area: area.low)
        for area, following in pairwise(of_hash):
            if area.high is None or following.low < area.high:
                raise invalid(OVERLAPPING)


def _lists(condition: Condition, name: str) -> bool:
    """Returns whether a condition contains an IN on the attribute `name`."""
    if isinstance(condition, (And, Or)):
        return any(_lists(each, name) for each in condition.conditions)
    if not isinstance(condition, In):
        return False
    operand = condition.operands[0]
    return isinstance(operand, Path) and operand.name == name


def _negates(condition: Condition, name: str, *, negated: bool = False) -> bool:
    """Returns whether a condition contains <> or NOT about an attribute."""
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
    """Raises Reject if a key attribute is compared with an empty value, or with one of a wrong type
    in a read by key.
    """
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
        plain = not negated and _named(condition, keys) is not None
        for value in _operands(condition):
            if not isinstance(value, Literal):
                continue
            if attribute.type not in value.value:
                if is_keyed:
                    raise key_type_mismatch(attribute.name) if plain else invalid(TYPE_MISMATCH)
            elif not value.value[attribute.type]:
                raise empty_key(attribute)


def _operands(condition: Condition) -> tuple[Operand, ...]:
    return () if isinstance(condition, (And, Or, Not)) else condition.operands
