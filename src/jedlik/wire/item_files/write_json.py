"""Writes items and changes as lines of DynamoDB JSON.

    {"Item":{"pk":{"S":"a"}}}
    {"Metadata":{"WriteTimestampMicros":{"N":"1680109764000000"}},"Keys":{...},"NewImage":{...},
     "OldImage":{...}}                                                          (one line)

The JSON of an item is copied, not decoded: JSON that this project writes has no line feeds.

Source: recorded answers, October 2026 (items); Developer Guide, "DynamoDB table export output
format" (changes); three programs that read exports of the service have the form {"N": ...}.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Change(NamedTuple):
    """What happened to an item in a window of time.

    keys: its key. new, old: the item after and before the window. All are JSON; None: there was no
    item, or it is not shown. written_ms: the time of the last write.
    """

    keys: bytes
    new: bytes | None
    old: bytes | None
    written_ms: int


def item_lines(items: Iterable[bytes]) -> bytes:
    """Returns a line for each item. items: their JSON."""
    return b"".join([b'{"Item":' + each + b"}\n" for each in items])


def change_line(change: Change) -> bytes:
    """Returns the line of a change."""
    parts = [
        b'{"Metadata":{"WriteTimestampMicros":{"N":"%d"}},"Keys":' % (change.written_ms * 1000),
        change.keys,
    ]
    if change.new is not None:
        parts += (b',"NewImage":', change.new)
    if change.old is not None:
        parts += (b',"OldImage":', change.old)
    parts.append(b"}\n")
    return b"".join(parts)
