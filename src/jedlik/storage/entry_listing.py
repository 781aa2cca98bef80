"""All entries of a storage with their keys. `jedlik move` needs them.

The verbs of a storage do not return keys: whoever scans knows the key of an entry from its value. A
move copies entries of all kinds and knows nothing about them.
"""

from collections.abc import Awaitable, Sequence
from typing import NamedTuple, Protocol

from jedlik.core.keys.key import Key


class Entry(NamedTuple):
    """An entry of a storage. The value of a counter is the sum of all that was added to it."""

    key: Key
    value: bytes


class EntryListing(Protocol):
    """Lists the entries of a storage in which nothing is written meanwhile.

    Each method may raise StorageUnavailableError.
    """

    def after(
        self, key: Key | None, *, limit_items: int, limit_bytes: int
    ) -> Awaitable[Sequence[Entry]]:
        """Returns the entries that follow `key` in the order of keys; the first ones if it is None.

        The list ends at the latest with `limit_items` entries, or with the one whose value brings
        all values to `limit_bytes` or more. It is empty only if no entry follows.
        """
        ...

    def last_key(self) -> Awaitable[Key | None]:
        """Returns the greatest key, None if there are no entries."""
        ...

    def about(self) -> Awaitable[int]:
        """Returns how many entries there are. It may be an estimate, for a progress bar."""
        ...
