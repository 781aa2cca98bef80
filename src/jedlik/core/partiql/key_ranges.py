"""Which keys of a table or index a condition can select: ranges of keys, or all of them.

A statement reads by key if every branch of its condition (`key_branches`) has one condition on the
hash key. The ranges include every item that satisfies the condition and may include others. So the
reader must still apply the condition, unless the ranges are exact.

Source of what is refused: recorded answers, October 2026, among them dynoxide's captures; floci,
DynamoDbPartiQLEdgeCaseIntegrationTest (captured from the service, September 2026). Texts that these
do not show: DynamoDB Local 3.3.1.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from jedlik.core.errors import Reject, Scope, invalid
from jedlik.core.expressions.nodes import And, Condition, Function, Not, Or, Path
from jedlik.core.keys.encode import encode_scalar
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.keys.primary_key import check_hash_size, check_range_size, empty_key
from jedlik.core.limits import PARTITION_KEY_BYTES, STATEMENT_READS
from jedlik.core.partiql.key_branches import Branch, KeyCondition, branches_of
from jedlik.core.types.attribute_value import AttributeValue, ScalarType

TOO_MANY_READS: Final = "Too many decomposed read operations for a given query."
OVERLAPPING: Final = "Overlapping conditions with range keys are not supported in where clause"

_SCALARS: Final = ("S", "N", "B")
_Span = tuple[bytes, bytes | None]  # see KeyRange


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


def key_ranges(
    condition: Condition, hash_key: KeyAttribute, range_key: KeyAttribute | None
) -> KeyRanges | None:
    """Returns the ranges of keys that `condition` can select, or None for all keys.

    Raises Reject for values that no key can have, and for keys that are selected twice.
    """
    keys = (hash_key,) if range_key is None else (hash_key, range_key)
    _check_paths(condition, keys)
    branches = branches_of(condition, keys)
    _check_values(branches, keys)
    if any(len(branch.on_hash) != 1 for branch in branches):
        return None
    found: list[KeyRange] = []
    for branch in branches:
        found += _ranges(branch, keys)
        if len(found) > STATEMENT_READS:
            raise invalid(TOO_MANY_READS)
    if all(len(branch.on_range) < 2 and not branch.negates for branch in branches):
        _check_overlaps(found)
    if len({each.hash_text for each in found}) == 1:
        _check_sizes(found[0].hash_text, branches, keys)
    else:
        found = [each for each in found if _is_short(each.hash_text, hash_key)]
    exact = all(branch.exact for branch in branches)
    is_listed = any(branch.on_hash[0].operator == "IN" for branch in branches)
    return KeyRanges(_apart(found), exact, is_listed)


def check_scalar(name: str, value: AttributeValue) -> None:
    """Raises Reject for a value of a type that no key attribute has."""
    (tag,) = value
    if tag not in _SCALARS:
        message = f"Key value must be of type S, N, or B. Key name: {name}, Key type: {tag}"
        raise invalid(message, Scope.STATEMENT)


def key_type_mismatch(name: str) -> Reject:
    """Returns the error for a value whose type is not that of the key attribute `name`."""
    return invalid(
        f"Key attribute's data type should match its data type in table's schema: Key {name}",
        Scope.STATEMENT,
    )


def _ranges(branch: Branch, keys: Sequence[KeyAttribute]) -> list[KeyRange]:
    """Returns the ranges of keys of a branch with one condition on the hash key."""
    hash_type = keys[0].type
    texts = [value[hash_type] for value in branch.on_hash[0].values if hash_type in value]
    spans = _spans(branch.on_range, keys[-1].type)
    return [KeyRange(text, low, high) for text in texts for low, high in spans]


def _spans(conditions: Sequence[KeyCondition], key_type: ScalarType) -> list[_Span]:
    """Returns the range keys that satisfy all conditions. A value of another type equals none."""
    low: bytes = b""
    high: bytes | None = None
    listed: list[bytes] | None = None
    for operator, values, _ in conditions:
        bounds = [encode_scalar(key_type, value[key_type]) for value in values if key_type in value]
        if operator == "IN":
            listed = bounds if listed is None else sorted({*listed}.intersection(bounds))
        elif len(bounds) < len(values):
            return []
        else:
            start, end = _span(operator, bounds[0], bounds[-1])
            low = max(low, start)
            if end is not None:
                high = end if high is None else min(high, end)
    if listed is None:
        return [(low, high)] if high is None or low < high else []
    return [
        _span("=", each, each) for each in listed if low <= each and (high is None or each < high)
    ]


def _span(operator: str, low: bytes, high: bytes) -> _Span:
    start: bytes = b""
    end: bytes | None = None
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
    return start, end


def _apart(found: Sequence[KeyRange]) -> list[KeyRange]:
    """Returns the same keys in ranges that have no key in common."""
    ranges: list[KeyRange] = []
    for of_hash in _by_hash(found):
        last: KeyRange | None = None
        for each in of_hash:
            if last is not None and (last.high is None or each.low <= last.high):
                high = (
                    None
                    if None in (last.high, each.high)
                    else max(last.high or b"", each.high or b"")
                )
                last = last._replace(high=high)
                ranges[-1] = last
            else:
                last = each
                ranges.append(last)
    return ranges


def _by_hash(found: Sequence[KeyRange]) -> list[list[KeyRange]]:
    """Returns the ranges of each hash key, sorted by their lower bounds."""
    by_hash: dict[str, list[KeyRange]] = {}
    for each in found:
        by_hash.setdefault(each.hash_text, []).append(each)
    for of_hash in by_hash.values():
        of_hash.sort(key=lambda each: each.low)
    return list(by_hash.values())


def _check_overlaps(found: Sequence[KeyRange]) -> None:
    """Raises Reject if a key is selected twice."""
    for of_hash in _by_hash(found):
        for each, following in pairwise(of_hash):
            if each.high is None or following.low < each.high:
                raise invalid(OVERLAPPING)


def _check_paths(condition: Condition, keys: Sequence[KeyAttribute]) -> None:
    """Raises Reject for a path into a key attribute."""
    if isinstance(condition, (And, Or)):
        for each in condition.conditions:
            _check_paths(each, keys)
    elif isinstance(condition, Not):
        _check_paths(condition.condition, keys)
    elif not isinstance(condition, Function) or condition.name == "begins_with":
        names = [key.name for key in keys]
        for path in condition.operands:
            if isinstance(path, Path) and path.steps and path.name in names:
                raise invalid(
                    "Key attributes must be scalars; list random access '[]' and map lookup '.' "
                    f"are not allowed: Key: {path.name}"
                )


def _check_values(branches: Sequence[Branch], keys: Sequence[KeyAttribute]) -> None:
    """Raises Reject for a value that its key attribute cannot have.

    The service checks branch after branch, up to the first that it cannot read by its key: one
    without a condition on the hash key, or with different ones on one attribute.
    """
    for branch in branches:
        if len(branch.on_hash) != 1 or len(branch.on_range) > 1:
            return
        for at, conditions in enumerate((branch.on_hash, branch.on_range)):
            for condition in conditions:
                for value in condition.values:
                    _check_value(keys[at], value)


def _check_value(attribute: KeyAttribute, value: AttributeValue) -> None:
    check_scalar(attribute.name, value)
    if attribute.type not in value:
        raise key_type_mismatch(attribute.name)
    if not value[attribute.type]:
        raise empty_key(attribute)


def _check_sizes(hash_text: str, branches: Sequence[Branch], keys: Sequence[KeyAttribute]) -> None:
    """Raises Reject if the only hash key of a read is too long, or the only range key.

    One of several keys may be too long: no item has it. Source: dynoxide's captures, October 2026.
    """
    check_hash_size(len(encode_scalar(keys[0].type, hash_text)))
    if len(branches) > 1 or len(branches[0].on_range) != 1:
        return
    (condition,) = branches[0].on_range
    if condition.operator != "IN" or len(condition.values) == 1:
        for value in condition.values:
            check_range_size(len(encode_scalar(keys[1].type, value[keys[1].type])))


def _is_short(hash_text: str, hash_key: KeyAttribute) -> bool:
    """Returns whether an item may have this hash key."""
    return len(encode_scalar(hash_key.type, hash_text)) <= PARTITION_KEY_BYTES
