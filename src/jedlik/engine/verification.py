"""What a verification counted, and what it found wrong."""

from collections import Counter
from typing import Final, NamedTuple

import orjson

from jedlik.core.keys.key import Key
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes
from jedlik.engine.table import Table

_SENTENCES_KEPT: Final = 1_000


class Report:
    """Counts of what was looked at, and a sentence for each thing that does not agree."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.wrong_count = 0
        self.sentences: list[str] = []  # the first thousand

    def wrong(self, where: str, what: str) -> None:
        """Note that something does not agree. where: the table or stream it is about."""
        self.wrong_count += 1
        if len(self.sentences) < _SENTENCES_KEPT:
            self.sentences.append(f"{where}: {what}")

    def compare(self, where: str, what: str, *, kept: object, expected: object) -> None:
        """Note it if what is kept is not what was expected."""
        if kept != expected:
            self.wrong(where, f"{what}: kept is {kept!r}, expected {expected!r}")


def name_of(table: Table) -> str:
    """How a report names a table."""
    return f"table {table.name} in {table.record['Region']}"


class VerifiedItem(NamedTuple):
    """An item, the bytes that keep it, and the key that follows from it."""

    key: Key
    item: Item
    stored: bytes


def item_in(stored: bytes) -> Item | None:
    """A kept item, decoded; None if it is damaged."""
    try:
        return item_from_bytes(stored)
    except orjson.JSONDecodeError:
        return None
