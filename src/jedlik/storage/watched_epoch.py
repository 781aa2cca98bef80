"""An epoch that nodes share through a storage, which each of them looks at from time to time.

A node trusts its caches until TRUST_S after the beginning of its last successful look. So a change
that another node has committed is seen within that time, also by a node that cannot look any more:
then the epoch is a new number at each call, and nothing is cached.
"""

import time
from collections.abc import Callable
from typing import Final, final

from jedlik.storage.interface import Epoch

TRUST_S: Final = 2.0


@final
class WatchedEpoch(Epoch):
    """The epoch of all nodes: `own` counts the commits of this one, and looks find the others."""

    __slots__ = ("_now_s", "_own", "_seen", "_trusted_until_s", "_untrusted", "_value")

    def __init__(self, own: Epoch, *, now_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._own = own
        self._now_s = now_s
        self._value = -1  # of the row at the last look
        self._seen = 0  # how many looks have found another value
        self._untrusted = 0  # how many calls of `now` were made without trust
        self._trusted_until_s = -1.0

    @property
    def is_trusted(self) -> bool:
        """Returns whether the last successful look began less than TRUST_S ago."""
        return self._now_s() <= self._trusted_until_s

    def now(self) -> int:
        """See Epoch."""
        if self._now_s() > self._trusted_until_s:
            self._untrusted += 1
        return self._own.now() + self._seen + self._untrusted

    def stable(self) -> int | None:
        """See Epoch."""
        own = self._own.stable()
        if own is None or self._now_s() > self._trusted_until_s:
            return None
        return own + self._seen + self._untrusted

    def begin(self) -> None:
        """See Epoch."""
        self._own.begin()

    def finish(self) -> None:
        """See Epoch."""
        self._own.finish()

    def looked(self, value: int, began_s: float) -> None:
        """Counts what a look has found, and renews the trust."""
        if value != self._value:
            self._value = value
            self._seen += 1
        self._trusted_until_s = began_s + TRUST_S
