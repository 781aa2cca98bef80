"""Divides bytes into lines."""

from typing import Final, final

from jedlik.core.pauses import spend
from jedlik.wire.item_files.faults import UnreadableError

_BYTES_PER_VALUE: Final = 64  # as much work as one value, see `spend`


@final
class Lines:
    """Divides chunks into lines, each with its line feed. The last line may lack it."""

    def __init__(self, most_bytes: int) -> None:
        """most_bytes: of one line. A chunk has fewer."""
        self._most_bytes = most_bytes
        self._begun: list[bytes] = []  # the parts of a line whose end has not come yet
        self._begun_bytes = 0

    def feed(self, data: bytes) -> list[bytes]:
        """Returns the lines that are complete. Raises UnreadableError if one was too long before
        this chunk.
        """
        self._check()
        spend(len(data) // _BYTES_PER_VALUE)
        lines = data.split(b"\n")
        rest = lines.pop()
        if lines:
            lines[0] = b"".join([*self._begun, lines[0]])
            self._begun, self._begun_bytes = [], 0
            lines = [line + b"\n" for line in lines]
        if rest:
            self._begun.append(rest)
            self._begun_bytes += len(rest)
        return lines

    def finish(self) -> list[bytes]:
        """Returns the last line if the object does not end with a line feed. Raises
        UnreadableError.
        """
        self._check()
        return [b"".join(self._begun)] if self._begun else []

    def _check(self) -> None:
        if self._begun_bytes > self._most_bytes:
            raise UnreadableError(f"A record has more than {self._most_bytes} bytes")
