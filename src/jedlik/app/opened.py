"""What opening a storage gives to the node that uses it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from jedlik.engine.context import Clock
from jedlik.storage.interface import Storage


class SystemClock:
    """The clock of this machine."""

    def now_ms(self) -> int:
        """Returns Unix time in milliseconds."""
        return time.time_ns() // 1_000_000

    def sleep(self, seconds: float) -> Awaitable[None]:
        """Waits for `seconds`."""
        return asyncio.sleep(seconds)


class Opened(NamedTuple):
    """An open storage, and what all processes that use it have in common.

    clock: the one that their leases are compared by. sealing_key: makes the key that encrypts their
    secrets, when it is needed. replicas: returns of each replica its lag in seconds, which may be
    infinite, and how many reads it has answered; None if there are none. began_ms: when the process
    began to open it, if no other one had it open then; None if one had.
    """

    storage: Storage
    clock: Clock
    sealing_key: Callable[[], bytes]
    replicas: Callable[[], Sequence[tuple[float, int]]] | None = None
    began_ms: int | None = None
