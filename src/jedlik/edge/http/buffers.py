"""The memory that one connection holds, and its waits for memory.

Buffers are the unfinished request, the requests that have not begun, and the answers that the
client has not read. They are counted when there are any: most requests arrive whole and are
answered at once, and never get here.
"""

import asyncio
from collections import deque
from typing import Final

from jedlik.edge.connections.memory import SMALL_BODY_BYTES
from jedlik.edge.connections.suspended import Suspended
from jedlik.edge.http.reader import BODY, HEAD, RequestReader
from jedlik.edge.http.shared import Connection, Shared
from jedlik.wire.http.message import HttpRequest

# The memory of a request that has not begun, except for its body.
_QUEUED_BYTES: Final = 1024

# While others wait for memory, a large body must arrive at this speed, after a second.
_SPEED_BYTES_S: Final = 1024 * 1024

# What a connection waits for, if it waits for memory.
_NOTHING: Final = 0
_TO_RUN: Final = 1
_TO_READ: Final = 2


class Buffers(asyncio.Protocol):
    """The part of a connection that holds memory."""

    __slots__ = (
        "_granted_s",
        "_last",
        "_paused",
        "_queue",
        "_reader",
        "_shared",
        "_suspended",
        "_transport",
        "_waits_for",
        "_writable",
        "held_bytes",
        "since_s",
    )

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._reader: RequestReader
        self._queue: deque[tuple[HttpRequest, bool]] = deque()
        self._suspended: Suspended | None = None
        self._transport: asyncio.Transport | None = None
        self._writable = True
        self._paused = False
        self._last = False  # no more requests are read: the client has ended, or is refused
        self._waits_for = _NOTHING  # see `_TO_RUN`
        self._granted_s = 0.0  # the time when memory for the unfinished body was granted
        self.held_bytes = 0  # what this connection holds in buffers
        self.since_s = shared.now_s  # the time when the current wait began, see `expire`

    def _answer_queue(self) -> None:
        """Answers the requests in the queue, until one waits."""
        raise NotImplementedError

    def _ask_for_turn(self) -> None:
        """Has the queue answered in the next turn of the event loop."""
        raise NotImplementedError

    def _refuse(self, status: int) -> None:
        """Refuses the connection, after the requests before are answered."""
        raise NotImplementedError

    # --- called by the memory, and by other connections

    def proceed(self, granted_bytes: int, /) -> None:
        """Continues: there is memory for what this connection waits for."""
        waited_for, self._waits_for = self._waits_for, _NOTHING
        if waited_for == _TO_READ:
            self._grant_body()
            self._read_on()
            return
        if granted_bytes:
            request = self._queue[0][0]
            request.held_bytes = granted_bytes
            self._hold(self.held_bytes - len(request.body) - _QUEUED_BYTES)
        self._answer_queue()

    def give_up(self) -> None:
        """Refuses the request for which this connection has waited too long."""
        waited_for, self._waits_for = self._waits_for, _NOTHING
        if waited_for == _TO_READ:
            self._discard()
        else:
            self._queue[0][0].is_shed = True
            self._answer_queue()

    def give_way(self) -> None:
        """Frees the buffers. The requests in them are shed, or the connection is closed if the
        client cannot read an answer.
        """
        transport, reader, queue = self._transport, self._reader, self._queue
        self._leave()
        if transport is None:
            pass
        elif not self._writable or (self._suspended is not None and queue):
            self._abandon(transport)
        elif reader.phase == HEAD:
            self._shared.memory.shed += 1
            reader.forget()
            self._refuse(503)
        elif reader.phase == BODY or queue:
            if reader.phase == BODY:
                reader.discard()
            for request, _ in queue:
                request.is_shed = True
                request.body = b""
            self._ask_for_turn()
        else:
            self._abandon(transport)
        self._hold(0)

    # --- called by the connection

    def _may_begin(self, request: HttpRequest) -> bool:
        """Returns whether there is memory for the first request in the queue, or it is shed. If
        not, the connection waits, or is refused.
        """
        memory, body = self._shared.memory, request.body
        if request.held_bytes or request.is_shed:
            return True
        if self._waits_for:
            return False
        self._measure()
        if request.is_shed:  # this connection had to give way
            return True
        if len(body) <= SMALL_BODY_BYTES:
            if not memory.is_full:
                return True
            memory.wait(self)
        else:
            needed_bytes = memory.needed_bytes(body)
            if needed_bytes > memory.limit_bytes:
                memory.shed += 1
                self._queue.clear()
                self._measure()
                self._refuse(413)
                return False
            buffered_bytes = len(body) + _QUEUED_BYTES
            if memory.may_begin(self, needed_bytes, buffered_bytes):
                request.held_bytes = needed_bytes
                self._hold(self.held_bytes - buffered_bytes)
                return True
        self._waits_for = _TO_RUN
        return False

    def _abandon(self, transport: asyncio.Transport) -> None:
        self._reader.forget()
        self._last = True
        transport.abort()

    def _measure(self) -> None:
        """Counts the buffers of this connection. Asks for memory for a large body. If the buffers
        of all connections are too large, those that have waited longest are freed.
        """
        shared, reader, transport = self._shared, self._reader, self._transport
        held_bytes = reader.held_bytes
        for request, _ in self._queue:
            held_bytes += len(request.body) + _QUEUED_BYTES
        if transport is not None:
            held_bytes += transport.get_write_buffer_size()
        self._hold(held_bytes)
        memory = shared.memory
        if not self._queue and not self._waits_for and not self._last:
            wanted_bytes = reader.wanted_bytes
            if wanted_bytes:
                self._ask_to_read(wanted_bytes)
        while memory.is_crowded:
            holding = [each for each in shared.connections if each.held_bytes]
            min(holding, key=_waits_since_s).give_way()

    def _ask_to_read(self, wanted_bytes: int) -> None:
        rest_bytes = max(wanted_bytes - self._reader.held_bytes, 0)
        if self._shared.memory.may_read(self, rest_bytes):
            self._grant_body()
        else:
            self._waits_for = _TO_READ
            self._pause()

    def _grant_body(self) -> None:
        reader = self._reader
        other_bytes = self.held_bytes - reader.held_bytes
        reader.granted_bytes = reader.wanted_bytes
        self._granted_s = self._shared.now_s
        self._hold(other_bytes + reader.held_bytes)

    def _expire_body(self, now_s: float) -> None:
        """Throws the unfinished body away if it arrives slowly while others wait for memory."""
        if self._reader.granted_bytes and self._shared.memory.is_wanted:
            allowed_s = now_s - self._granted_s - 1
            if self._reader.body_bytes < allowed_s * _SPEED_BYTES_S:
                self._discard()

    def _discard(self) -> None:
        """Throws the unfinished body away. Its request is answered when all of it has arrived."""
        self._reader.discard()
        self._measure()
        self._read_on()

    def _pause(self) -> None:
        if not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()

    def _read_on(self) -> None:
        """Resumes reading, unless something waits."""
        if self._paused and not self._queue and not self._waits_for:
            self._paused = False
            if self._transport is not None:
                self._transport.resume_reading()

    def _hold(self, held_bytes: int) -> None:
        more_bytes = held_bytes - self.held_bytes
        if more_bytes:
            self.held_bytes = held_bytes
            self._shared.memory.buffer(more_bytes)

    def _free(self, request: HttpRequest) -> None:
        """Frees the memory of a request that has ended."""
        held_bytes, request.held_bytes = request.held_bytes, 0
        self._shared.memory.ended(held_bytes)

    def _leave(self) -> None:
        if self._waits_for:
            self._waits_for = _NOTHING
            self._shared.memory.leave(self)


def _waits_since_s(connection: Connection) -> float:
    return connection.since_s
