"""What a verification counted, and what it found wrong."""

from collections import Counter
from typing import Final

from jedlik.core.types.table import Table

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
