"""Sends requests: closed loop, open loop and loading use one loop over arrivals.

An arrival is (the time when the request is due, the request). In the closed loop a request is due
when a connection is free. In the open loop it is due at its place in a fixed schedule, even if the
server is too slow. Latency is measured from the due time to the last byte of the answer. So a stall
of the server counts against every request that should have been sent meanwhile (no coordinated
omission). Until a request is due the loop waits in `select`, whose timer is as fine as that of the
system. That of epoll has steps of 1 ms. The loop never polls without waiting: it would take a
processor from the server, which is often on the same machine.
"""

import gc
import itertools
import select
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

from benchmarks.http.client import Answer, Connection, Endpoint
from benchmarks.http.result import Round

_STUCK_S = 30.0

Arrival = tuple[float, bytes]


class FailedRunError(Exception):
    """The run proves nothing: an answer was no success, or there was no answer."""


def succeeded(answer: Answer) -> bool:
    """The default check of an answer: status 2xx."""
    return answer.succeeded


def closed_loop(
    endpoint: Endpoint, pool: Sequence[bytes], *, connections: int, seconds: float
) -> Round:
    """For `seconds`, each connection sends its next request when it has its answer."""
    start = time.perf_counter()
    latencies = drive(endpoint, _until(start + seconds, pool), connections=connections)
    return _round(latencies, time.perf_counter() - start)


def open_loop(
    endpoint: Endpoint, pool: Sequence[bytes], *, connections: int, rate: float, seconds: float
) -> Round:
    """Sends `rate` requests a second, evenly spaced, on at most `connections` connections."""
    start = time.perf_counter()
    due = (start + number / rate for number in range(int(rate * seconds)))
    latencies = drive(endpoint, zip(due, itertools.cycle(pool)), connections=connections)
    return _round(latencies, time.perf_counter() - start)


def send_all(
    endpoint: Endpoint,
    requests: Iterable[bytes],
    *,
    connections: int,
    accept: Callable[[Answer], bool] = succeeded,
) -> None:
    """Sends each request once, as fast as the server answers."""
    arrivals = ((0.0, request) for request in requests)
    drive(endpoint, arrivals, connections=connections, accept=accept)


def drive(
    endpoint: Endpoint,
    arrivals: Iterable[Arrival],
    *,
    connections: int,
    accept: Callable[[Answer], bool] = succeeded,
) -> list[float]:
    """Sends every arrival. Returns latencies in seconds. Raises FailedRunError at a bad answer."""
    gc.disable()  # a garbage collection here would count as latency of the server
    loop = _Loop(endpoint, accept)
    try:
        loop.connect(connections)
        return loop.run(iter(arrivals))
    except OSError as error:
        raise FailedRunError(f"{endpoint.authority}: {error}") from error
    finally:
        gc.enable()
        loop.close()


class _Loop:
    """Connections watched by one epoll. Those without a request in flight are in `_idle`."""

    def __init__(self, endpoint: Endpoint, accept: Callable[[Answer], bool]) -> None:
        self._endpoint = endpoint
        self._accept = accept
        self._poll = select.epoll()
        self._connections: dict[int, Connection] = {}  # by file descriptor
        self._idle: deque[Connection] = deque()
        self._latencies: list[float] = []

    def connect(self, connections: int) -> None:
        """Opens this many more connections."""
        for _ in range(connections):
            connection = Connection(self._endpoint)
            self._connections[connection.fileno()] = connection
            self._poll.register(connection.fileno(), select.EPOLLIN)
            self._idle.append(connection)

    def close(self) -> None:
        """Closes all connections."""
        for connection in self._connections.values():
            connection.close()
        self._poll.close()

    def run(self, arrivals: Iterator[Arrival]) -> list[float]:
        now = time.perf_counter
        pending: Arrival | None = None
        while True:
            while self._idle:
                pending = pending or next(arrivals, None)
                if pending is None or pending[0] > now():
                    break
                self._idle.popleft().send(pending[1], due=pending[0])
                pending = None
            if pending is None and len(self._idle) == len(self._connections):
                return self._latencies
            if pending is not None and self._idle:
                select.select([self._poll], [], [], max(0.0, pending[0] - now()))
                events = self._poll.poll(0)
            elif not (events := self._poll.poll(_STUCK_S)):
                raise FailedRunError(f"no answer for {_STUCK_S:.0f} s")
            for descriptor, _ in events:
                self._receive(descriptor)

    def _receive(self, descriptor: int) -> None:
        connection = self._connections[descriptor]
        was_idle = not connection.in_flight
        answer = connection.receive()
        if answer is not None:
            self._latencies.append(time.perf_counter() - connection.due)
            if not self._accept(answer):
                raise FailedRunError(f"answered {answer.status}: {answer.body[:400]!r}")
        if connection.ended:  # the server ended it, after an answer or while it was idle
            if was_idle:
                self._idle.remove(connection)
            del self._connections[descriptor]
            connection.close()
            self.connect(1)
        elif answer is not None:
            self._idle.append(connection)


def _until(end: float, pool: Sequence[bytes]) -> Iterator[Arrival]:
    for request in itertools.cycle(pool):
        now = time.perf_counter()
        if now >= end:
            return
        yield now, request


def _round(latencies: list[float], seconds: float) -> Round:
    """Returns the figures of one round from the latencies (seconds) of all its requests."""
    ordered = sorted(latencies)
    if not ordered:
        raise FailedRunError("not one request was answered")

    def at(percent: float) -> float:
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] * 1000

    return Round(
        requests=len(ordered),
        requests_per_s=len(ordered) / seconds,
        p50_ms=at(50),
        p90_ms=at(90),
        p99_ms=at(99),
        p999_ms=at(99.9),
        max_ms=ordered[-1] * 1000,
    )
