"""The life of one worker, inside its process: the events that end it.

The signals SIGTERM and SIGINT are blocked in every thread before a worker begins. So they interrupt
nothing, and none is lost. A separate thread waits for them. It can act even while the event loop is
busy or waits for the disk.
"""

import asyncio
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread, Timer
from typing import Final

from jedlik.app.life_cycle import (
    HEARTBEAT_S,
    REPEATED_S,
    TRANSITIONS,
    Event,
    State,
    worker_limit_s,
)
from jedlik.app.standard_error import say

SIGNALS: Final = frozenset((signal.SIGTERM, signal.SIGINT))


class Life:
    """The state of this process: see `life_cycle`.

    grace_s, drain_s: the settings `--grace` and `--drain`. announce: called once, when the worker
    serves. parent: a socket whose other end the parent holds as long as it lives; None if there is
    no parent. The parent receives a byte when the worker serves, and one for each heartbeat.
    """

    def __init__(
        self,
        grace_s: float,
        announce: Callable[[], None] | None = None,
        parent: socket.socket | None = None,
        drain_s: float = 0.0,
    ) -> None:
        self._grace_s = grace_s
        self._drain_s = drain_s
        self._announce = announce
        self._parent = parent
        self._state = State.STARTING
        self._lock = Lock()
        self._stop: Callable[[], object] = _nothing

    def begin(self, stop: Callable[[], object]) -> None:
        """Watches for the events that end this process. SIGNALS must be blocked.

        stop: called in another thread when the worker must finish its requests and return.
        """
        self._stop = stop
        Thread(target=self._wait_for_signals, name="signals", daemon=True).start()
        if self._parent is not None:
            Thread(target=self._wait_for_parent, name="parent", daemon=True).start()

    def serves(self) -> None:
        """Announces that everything is open and requests are answered."""
        self._happens(Event.READY)
        if self._announce is not None:
            self._announce()
        self._report()

    async def send_heartbeats(self) -> None:
        """Shows the parent again and again that the event loop of this process runs. Never returns
        if there is a parent.
        """
        while self._parent is not None:
            await asyncio.sleep(HEARTBEAT_S)
            self._report()

    def _report(self) -> None:
        """Sends a byte to the parent. Does not wait: a parent that is stopped does not read."""
        if self._parent is not None:
            with suppress(OSError):  # its buffer is full, or the parent is gone
                self._parent.send(b"+", socket.MSG_DONTWAIT)

    def _wait_for_signals(self) -> None:
        if self._parent is not None:
            # Ctrl-C reaches the parent too, which decides and sends SIGTERM.
            signal.sigwait((signal.SIGTERM,))
            self._happens(Event.STOP)
            return
        repeated_until_s = 0.0
        while True:
            signal.sigwait(SIGNALS)
            if time.monotonic() >= repeated_until_s:
                repeated_until_s = time.monotonic() + REPEATED_S
                self._happens(Event.STOP)

    def _wait_for_parent(self) -> None:
        assert self._parent is not None
        with suppress(ConnectionError):  # the parent ended before it read that this worker serves
            while self._parent.recv(1):
                pass
        os.kill(os.getpid(), signal.SIGTERM)

    def _happens(self, event: Event) -> None:
        with self._lock:
            before, self._state = self._state, TRANSITIONS[self._state, event]
            if self._state is State.ENDED:
                self._end(before, event)
            elif self._state is State.STOPPING:
                limit_s = worker_limit_s(self._grace_s, self._drain_s)
                timer = Timer(limit_s, self._happens, (Event.OVERDUE,))
                timer.daemon = True
                timer.start()
                self._stop()

    def _end(self, before: State, event: Event) -> None:
        """Ends this process now. Writes that are not acknowledged may be lost, as after a crash."""
        if before is State.STARTING:  # no request was read, so nothing is lost
            os._exit(0)
        if event is Event.STOP:
            say("another signal ended the server at once")
        else:
            say(f"what was in flight did not finish in time (--grace is {self._grace_s:g} s)")
        os._exit(1)


def _nothing() -> None:
    """Replaces `stop` before `begin`."""
