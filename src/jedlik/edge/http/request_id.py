"""Identifiers of requests: 52 characters of A-Z and 0-9, unique and made quickly.

In the service they end in the same 26 characters, in every answer of every Region (answers quoted
in bug reports of all SDKs). Those of Jedlik end in the same characters. 24 of the first 26
characters are chosen at random once in 1,024 requests. The other 2 count. An identifier is no
secret.
"""

from collections.abc import Iterator
from secrets import choice
from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
_TAIL: Final = b"VV4KQNSO5AEMVJF66Q9ASUAAJG"
_RANDOM_LENGTH: Final = 24
_COUNTS: Final = [(first + second).encode() + _TAIL for first in _ALPHABET for second in _ALPHABET]


def request_ids() -> Iterator[bytes]:
    """Yields identifiers without end."""
    while True:
        drawn = "".join([choice(_ALPHABET) for _ in range(_RANDOM_LENGTH)]).encode()
        for count in _COUNTS:
            yield drawn + count
