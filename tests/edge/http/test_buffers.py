"""What connections hold in memory, and what happens when there is not enough, without a socket."""

import asyncio
from collections.abc import Callable, Coroutine

import pytest

from jedlik.edge.connections.limits import TIMEOUTS
from jedlik.edge.connections.memory import SMALL_BODY_BYTES, WAIT_S
from jedlik.wire.http.message import HttpRequest, HttpResponse
from tests.edge.transport import FACTOR, Connection

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
LARGE = 100_000
SMALL = 1_000
ROOM_FOR_ONE = 6 * LARGE  # for a large request and the body of another one


def head(size: int) -> bytes:
    return b"POST /%d HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (size, size)


def post(size: int) -> bytes:
    return head(size) + b"x" * size


class Gate:
    """Answers the requests that have begun when it is opened."""

    def __init__(self) -> None:
        self.futures: list[asyncio.Future[None]] = []

    async def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == b"POST":
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self.futures.append(future)
            await future
        return HttpResponse(200, b"", b"")

    async def open(self, first: Connection) -> None:
        futures, self.futures = self.futures, []
        for future in futures:
            future.set_result(None)
        for _ in range(3):
            await asyncio.sleep(0)
        first.take_turns()


def waited(*connections: Connection) -> None:
    """Lets more time pass than a request may wait for memory."""
    first = connections[0]
    now_s = first.now_s + WAIT_S + 1
    for connection in connections:
        connection.now_s = now_s
        connection.protocol.expire(now_s)
    first.shared.memory.expire(now_s)
    first.take_turns()


def nothing_is_held(connection: Connection) -> bool:
    memory = connection.shared.memory
    return (memory.buffered_bytes, memory.running_bytes, memory.is_wanted) == (0, 0, False)


async def _a_large_request_waits_for_another() -> None:
    gate = Gate()
    first = Connection(gate, memory_bytes=ROOM_FOR_ONE)
    second = Connection(gate, sibling=first)
    first.feed(post(LARGE))
    assert first.shared.memory.running_bytes == FACTOR * LARGE
    second.feed(post(LARGE), b"")
    assert len(gate.futures) == 1
    await gate.open(first)
    assert (first.statuses, len(gate.futures)) == ([200], 1)
    await gate.open(first)
    assert second.statuses == [200]
    assert first.shared.memory.shed == 0
    assert nothing_is_held(first)


async def _a_request_that_waits_too_long_is_shed_and_the_connection_goes_on() -> None:
    gate = Gate()
    first = Connection(gate, memory_bytes=ROOM_FOR_ONE)
    second = Connection(gate, sibling=first)
    first.feed(post(LARGE))
    second.feed(post(LARGE) + GET)
    waited(first, second)
    assert (first.statuses, second.statuses) == ([], [503, 200])
    assert b"\r\n\r\nshedHTTP/1.1 200" in second.written
    assert second.transport.calls == ["pause_reading", "resume_reading"]
    assert first.shared.memory.shed == 1
    await gate.open(first)
    second.feed(post(LARGE))
    await gate.open(first)
    assert (first.statuses, second.statuses) == ([200], [503, 200, 200])
    assert nothing_is_held(first)


async def _a_body_is_read_when_there_is_room_for_it() -> None:
    first = Connection(memory_bytes=8 * LARGE)
    second = Connection(sibling=first)
    for connection in (first, second):
        connection.feed(head(3 * LARGE) + b"x" * LARGE)
    assert first.protocol.held_bytes == 3 * LARGE
    assert (first.transport.calls, second.transport.calls) == ([], ["pause_reading"])
    first.feed(b"x" * 2 * LARGE)
    assert first.statuses == [413]  # it needs four times its body
    assert second.transport.calls == ["pause_reading", "resume_reading"]
    assert second.protocol.held_bytes == 3 * LARGE
    second.protocol.connection_lost(None)
    assert nothing_is_held(first)


async def _a_body_for_which_there_is_no_room_is_thrown_away() -> None:
    first = Connection(memory_bytes=8 * LARGE)
    second = Connection(sibling=first)
    for connection in (first, second):
        connection.feed(head(3 * LARGE) + b"x" * LARGE)
    waited(second)
    assert second.transport.calls == ["pause_reading", "resume_reading"]
    assert second.protocol.held_bytes == 0
    second.feed(b"x" * LARGE, b"x" * LARGE + GET)
    assert second.statuses == [503, 200]
    assert [request.method for request in first.requests] == [b"GET"]


async def _a_slow_body_gives_its_room_to_others() -> None:
    first = Connection(memory_bytes=8 * LARGE)
    second = Connection(sibling=first)
    first.feed(head(3 * LARGE) + b"x" * LARGE)
    first.expire(TIMEOUTS.body_s - 1)
    assert first.protocol.held_bytes == 3 * LARGE  # nobody needs it
    second.feed(head(3 * LARGE) + b"x" * LARGE)
    first.expire(TIMEOUTS.body_s)
    first.take_turns()
    assert (first.protocol.held_bytes, second.protocol.held_bytes) == (0, 3 * LARGE)
    first.feed(b"x" * 2 * LARGE)
    assert first.statuses == [503]


async def _a_chunked_body_counts_as_the_largest_body() -> None:
    connection = Connection()
    start = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    connection.feed(start + b"%x\r\n" % LARGE + b"x" * LARGE + b"\r\n")
    assert connection.protocol.held_bytes == 16 * 1024 * 1024
    connection.feed(b"0\r\n\r\n")
    assert connection.statuses == [200]
    assert nothing_is_held(connection)


async def _a_request_that_never_fits_is_refused() -> None:
    connection = Connection(memory_bytes=FACTOR * LARGE - 1)
    connection.feed(post(LARGE) + GET)
    assert connection.statuses == [413]
    assert connection.requests == []
    assert connection.shared.memory.shed == 1
    assert nothing_is_held(connection)


async def _small_requests_begin_until_memory_is_full() -> None:
    gate = Gate()
    first = Connection(gate, memory_bytes=FACTOR * LARGE)
    others = [Connection(gate, sibling=first) for _ in range(3)]
    first.feed(post(LARGE))
    assert first.shared.memory.running_bytes == FACTOR * LARGE
    for each in others:
        each.feed(post(SMALL))
    assert len(gate.futures) == 2
    assert first.shared.memory.is_full
    others[1].feed(GET)  # behind a request that waits
    last = Connection(gate, sibling=first)
    last.feed(GET)  # it has no body
    assert last.statuses == [200]
    waited(first, *others)
    assert [each.statuses for each in others] == [[], [503, 200], [503]]
    await gate.open(first)
    others[2].feed(post(SMALL))
    await gate.open(first)
    assert others[2].statuses == [503, 200]
    assert nothing_is_held(first)


async def _a_lost_connection_leaves_the_queue() -> None:
    gate = Gate()
    first = Connection(gate, memory_bytes=ROOM_FOR_ONE)
    second = Connection(gate, sibling=first)
    first.feed(post(LARGE))
    second.feed(post(LARGE))
    second.protocol.connection_lost(None)
    first.protocol.connection_lost(None)
    assert first.shared.memory.held_bytes == FACTOR * LARGE  # it still runs
    await gate.open(first)
    assert second.requests == []
    assert nothing_is_held(first)


async def _requests_that_wait_do_not_expire_as_idle() -> None:
    gate = Gate()
    first = Connection(gate, memory_bytes=ROOM_FOR_ONE)
    second = Connection(gate, sibling=first)
    first.feed(post(LARGE))
    second.feed(post(LARGE))
    second.expire(TIMEOUTS.idle_s + 1)
    assert "close" not in second.transport.calls


async def _unfinished_bodies_give_way() -> None:
    first = Connection(memory_bytes=8 * SMALL)
    second = Connection(sibling=first)
    first.feed(head(4 * SMALL) + b"x" * 3 * SMALL)
    first.now_s = second.now_s = 1.0
    second.feed(head(4 * SMALL) + b"x" * 3 * SMALL)
    assert (first.protocol.held_bytes, second.protocol.held_bytes > 0) == (0, True)
    second.feed(b"x" * SMALL)
    first.feed(b"x" * SMALL + GET)
    assert (first.statuses, second.statuses) == ([503, 200], [200])
    assert nothing_is_held(first)


async def _unfinished_heads_give_way() -> None:
    connection = Connection(memory_bytes=10 * SMALL)
    connection.feed(b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"x" * 8 * SMALL)
    assert connection.statuses == [503]
    assert connection.transport.calls == ["write_eof"]


async def _pipelined_requests_give_way() -> None:
    gate = Gate()
    connection = Connection(gate, memory_bytes=128 * 1024)
    connection.feed(post(1) + GET * 90)  # each counts 1 KB
    assert connection.transport.calls == ["pause_reading"]
    other = Connection(gate, memory_bytes=128 * 1024)
    other.feed(post(1) + GET * 99)
    assert other.transport.calls == ["pause_reading", "abort"]


async def _answers_that_nobody_reads_give_way() -> None:
    connection = Connection(memory_bytes=10 * SMALL)
    connection.transport.unread_bytes = 4 * SMALL
    connection.protocol.pause_writing()
    assert connection.protocol.held_bytes == 4 * SMALL
    connection.transport.unread_bytes = 0
    connection.protocol.resume_writing()
    assert nothing_is_held(connection)
    connection.transport.unread_bytes = 8 * SMALL
    connection.protocol.pause_writing()
    assert connection.transport.calls == ["abort"]
    connection.protocol.connection_lost(None)
    assert nothing_is_held(connection)


async def _unread_answers_are_counted_before_the_client_is_too_slow() -> None:
    connection = Connection(memory_bytes=10 * SMALL)
    connection.transport.unread_bytes = SMALL
    connection.expire(1.0)
    assert connection.protocol.held_bytes == SMALL
    connection.transport.unread_bytes = 0
    connection.expire(2.0)
    assert nothing_is_held(connection)


async def _who_does_not_read_makes_room_for_others() -> None:
    gate = Gate()
    first = Connection(gate, memory_bytes=ROOM_FOR_ONE)
    second, third = Connection(gate, sibling=first), Connection(gate, sibling=first)
    third.protocol.pause_writing()
    first.feed(post(LARGE))
    third.expire(TIMEOUTS.wanted_s + 1)
    assert third.transport.calls == []
    second.feed(post(LARGE))
    third.expire(TIMEOUTS.wanted_s + 1)
    assert third.transport.calls == ["abort"]


@pytest.mark.parametrize(
    "scenario",
    [each for name, each in list(globals().items()) if name.startswith("_") and callable(each)
     and asyncio.iscoroutinefunction(each)],
    ids=lambda scenario: scenario.__name__[1:],
)  # fmt: skip
def test_memory(scenario: Callable[[], Coroutine[None, None, None]]) -> None:
    assert SMALL < SMALL_BODY_BYTES < LARGE
    asyncio.run(scenario())
