"""Values that an error repeats to the client, cut if they are long.

The service repeats a value whole. Jedlik cuts a long text and appends three dots, so that an answer
is never many times as large as its request (docs/differences.md).
"""

from collections.abc import Iterable
from typing import Final

ERROR_CHARACTERS: Final = 64 * 1024  # of a whole error, which may repeat several values
ECHO_CHARACTERS: Final = 60 * 1024  # of one value, so that the sentence around it is whole
CUT: Final = "..."


def clipped(text: str) -> str:
    """Returns `text`. Replaces what is beyond the limit by three dots."""
    return text if len(text) <= ECHO_CHARACTERS else text[:ECHO_CHARACTERS] + CUT


def clipped_error(text: str) -> str:
    """The text of an error: what is beyond the limit is left out."""
    return text if len(text) <= ERROR_CHARACTERS else text[: ERROR_CHARACTERS - len(CUT)] + CUT


def listing(printed: Iterable[str], separator: str = ", ") -> str:
    """Returns texts joined by `separator` and clipped. Does not read texts beyond the limit."""
    parts: list[str] = []
    characters = 0
    for part in printed:
        parts.append(part)
        characters += len(part) + len(separator)
        if characters > ECHO_CHARACTERS + len(separator):
            break
    return clipped(separator.join(parts))
