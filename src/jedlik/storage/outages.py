"""Outages and damage of a storage: what is counted and what is logged.

While calls of a storage fail for one reason, it has an *outage*. An outage begins with a call that
fails and ends when the storage has written again. It is logged when it begins and when it ends; the
calls between are counted. Otherwise a full disk would fill the log with thousands of lines.

Damage is no outage, since the rest of the data can be used. It is logged once for each place.
"""

import logging
import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Final, final

from jedlik.storage.interface import FailureKind, Health, StorageUnavailableError

_LOG: Final = logging.getLogger("jedlik")

# No more damaged places than these are logged. `jedlik verify` lists all of them.
_PLACES_LIMIT: Final = 100

_SENTENCE: Final = {
    FailureKind.FULL: "The disk is full. Deletes and updates that need no more space still work",
    FailureKind.READ_ONLY: "The data folder is read-only, so nothing can be written",
    FailureKind.LOCKED: "The data file is locked by another program, or the system has not "
    "released a lock of this one, so nothing can be written",
    FailureKind.IO: "The disk or the file system fails",
    FailureKind.GONE: "The data folder was removed or replaced while the server ran, so nothing is "
    "written any more. Stop this server",
}


@final
class Outages:
    """Sets the Health of a storage, and logs outages and damage."""

    __slots__ = (
        *("_began_s", "_damaged", "_failed", "_lock", "_now_s", "_sentences"),
        *("health", "on_outage"),
    )

    def __init__(
        self,
        *,
        now_s: Callable[[], float] = time.monotonic,
        sentences: Mapping[FailureKind, str] = _SENTENCE,
    ) -> None:
        """sentences: what the log says. A kind without a sentence is no outage."""
        self._sentences = sentences
        self.health: Final = Health()
        self.on_outage: Callable[[], None] = _ignore  # called when an outage begins
        self._now_s = now_s
        self._began_s = 0.0
        self._failed = 0  # calls in this outage
        self._damaged: set[str] = set()
        self._lock = Lock()  # the threads of a storage report too

    def failed(
        self,
        error: StorageUnavailableError,
        *,
        calls: int = 1,
        place: str = "the data file",
        is_partial: bool = False,
    ) -> None:
        """Counts failed calls. Logs an outage that begins, and a place that is found damaged for
        the first time.

        is_partial: whether only a part of the data is unavailable. That is no outage.
        """
        kind = error.kind
        if kind is FailureKind.DAMAGED:
            self._damage(place, error)
        sentence = self._sentences.get(kind)
        with self._lock:
            health = self.health
            health.failures[kind] = health.failures.get(kind, 0) + calls
            if sentence is None or is_partial:
                return
            if health.outage is None:
                self._began_s, self._failed = self._now_s(), 0
            self._failed += calls
            is_new, health.outage = health.outage is not kind, kind
        if is_new:
            _LOG.error("storage outage: %s. (%s)", sentence, error)
            self.on_outage()

    def recovered(self) -> None:
        """Ends the outage, because the storage has written again, and logs its end."""
        with self._lock:
            if self.health.outage is None:
                return
            self.health.outage = None
            lasted_s, failed = self._now_s() - self._began_s, self._failed
        _LOG.warning(
            "storage outage over: it lasted %.1f s, and %d calls failed.", lasted_s, failed
        )

    def _damage(self, place: str, error: StorageUnavailableError) -> None:
        with self._lock:
            if place in self._damaged or len(self._damaged) >= _PLACES_LIMIT:
                return
            self._damaged.add(place)
        _LOG.error(
            "storage damage: a part of %s cannot be read. Stop the server and run `jedlik verify`, "
            "which lists what is damaged; then restore the folder from a backup. (%s)",
            place,
            error,
        )


def _ignore() -> None:
    pass
