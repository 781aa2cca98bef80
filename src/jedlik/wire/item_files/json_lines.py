"""Items in DynamoDB JSON: one object in each line, `{"Item": {"pk": {"S": "a"}}}`.

Source: Developer Guide, "Amazon S3 import formats for DynamoDB" and "DynamoDB table export output
format". A line that is JSON but has no Item cannot be read either, as recorded by Alternator's
tests on the service (test_import.py, September 2026). The service also reads several objects in one
line, as recorded by moto's tests on the service (test_dynamodb_import_table.py).
"""

import re
from typing import Final, cast

from jedlik.core.errors import Reject
from jedlik.core.limits import REQUEST_BYTES
from jedlik.core.pauses import spend
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.json_in_pieces import loads
from jedlik.wire.item_files.conditions import (
    EXPRESSION,
    NAMES,
    VALUES,
    WrittenCondition,
    condition_of,
)
from jedlik.wire.item_files.faults import UnreadableError
from jedlik.wire.shapes.attribute_value import ATTRIBUTE_MAP

# As long as a request: an item of 400 KB has a shorter text in any spelling without blanks.
LINE_BYTES: Final = REQUEST_BYTES

# What the ends of objects depend on: quotes, and braces outside of strings. One pattern for a whole
# string would look for its end once more from each quote of a string without an end. One set of
# bytes is found fastest, and no pause is possible until it is found.
_STRUCTURE: Final = re.compile(rb'["{}\\]')
_VALUES_PER_PART: Final = 3  # as much work as one value, see `spend`
# How many objects of a line are divided at a time. A line may have millions, and each takes memory.
PARTS_MAX: Final = 10_000

_check: Final = ATTRIBUTE_MAP.type_check(inside=False)


def record_of(line: bytes) -> dict[str, object]:
    """Returns the object in a line. Raises UnreadableError."""
    try:
        decoded = loads(line)
    except ValueError as error:
        raise UnreadableError(f"The line is not valid JSON: {error}") from error
    if not isinstance(decoded, dict):
        raise UnreadableError("The line has no JSON object")
    return decoded


def objects_in(line: bytes) -> list[bytes]:
    """Returns the parts of a line: one for each object, PARTS_MAX at most, and one for what follows
    the last of them.

    Together they are the line. A line that has no complete object is one part.
    """
    parts: list[bytes] = []
    begin = depth = 0
    in_string, escaped_at = False, -1
    for found in _STRUCTURE.finditer(line):
        spend(_VALUES_PER_PART)
        sign = found[0]
        if found.start() == escaped_at:
            continue
        if sign == b'"':
            in_string = not in_string
        elif in_string:
            escaped_at = found.end() if sign == b"\\" else -1
        elif sign == b"{":
            depth += 1
        elif sign == b"}":
            depth -= 1
            if depth == 0:
                parts.append(line[begin : found.end()])
                begin = found.end()
                if len(parts) == PARTS_MAX:
                    break
    rest = line[begin:]
    if parts and (not rest or rest.isspace()):
        parts[-1] += rest
        return parts
    return [*parts, rest]


def item_of(record: dict[str, object]) -> Item:
    """Returns the item in the object of a line, whose values have the types of the API. Raises
    UnreadableError.
    """
    item = record.get("Item")
    if not isinstance(item, dict):
        raise UnreadableError("The line has no Item")
    return attributes_of(item)


def attributes_of(attributes: dict[str, object]) -> Item:
    """Returns attributes whose values have the types of the API. Raises UnreadableError."""
    try:
        return cast(Item, _check(attributes))
    except Reject as rejected:
        raise UnreadableError(rejected.error.message or rejected.error.code) from None


def decode_line(line: bytes) -> Item:
    """Returns the item in a line. Raises UnreadableError."""
    return item_of(record_of(line))


def decode_both(line: bytes) -> tuple[Item, WrittenCondition | None]:
    """Returns the item in a line, and its condition if it has one. Raises UnreadableError."""
    record = record_of(line)
    item = item_of(record)
    if EXPRESSION not in record:
        return item, None
    values = record.get(VALUES)
    if values is not None:
        if not isinstance(values, dict):
            raise UnreadableError(f"{VALUES} is no object")
        values = attributes_of(values)
    return item, condition_of(record[EXPRESSION], record.get(NAMES), values)
