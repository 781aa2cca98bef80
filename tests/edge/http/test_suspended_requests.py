"""Requests that wait, on a fake transport: order, lost and closed connections, defects."""

import asyncio
from collections.abc import Callable, Coroutine

import pytest

from jedlik.wire.http.message import HttpRequest, HttpResponse
from tests.edge.transport import Connection, Transport

GET = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"


class Gate:
    """Answers when it is opened."""

    def __init__(self) -> None:
        self.futures: list[asyncio.Future[bytes]] = []

    async def __call__(self, request: HttpRequest) -> HttpResponse:
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.futures.append(future)
        return HttpResponse(200, b"", await future)

    async def open(self, number: int) -> None:
        self.futures[number].set_result(b"answer")
        await asyncio.sleep(0)
        await asyncio.sleep(0)


async def _suspended() -> None:
    gate = Gate()
    connection = Connection(gate)
    connection.feed(GET)
    assert connection.written == b""
    assert connection.protocol.waits
    connection.feed(GET + GET)
    assert len(gate.futures) == 1
    assert connection.transport.calls == ["pause_reading"]
    for number in range(3):
        await gate.open(number)
        connection.take_turns()
        assert connection.statuses == [200] * (number + 1)
    assert connection.transport.calls == ["pause_reading", "resume_reading"]
    assert not connection.protocol.waits


async def _lost() -> None:
    gate = Gate()
    connection = Connection(gate)
    connection.feed(GET, GET)
    connection.protocol.connection_lost(None)
    assert connection.shared.connections == {connection.protocol}
    connection.expire(1000.0)
    await gate.open(0)
    assert gate.futures[0].result() == b"answer"
    assert (connection.written, len(gate.futures)) == (b"", 1)
    assert connection.shared.connections == set()


async def _aborted() -> None:
    ended = []

    async def respond(request: HttpRequest) -> HttpResponse:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            ended.append(request.target)
        raise AssertionError

    for lost in (False, True):
        connection = Connection(respond)
        connection.feed(GET)
        if lost:
            connection.protocol.connection_lost(None)
        connection.protocol.abort()
        assert connection.transport.calls == ([] if lost else ["abort"])
        assert connection.shared.connections == (set() if lost else {connection.protocol})
    assert ended == [b"/a", b"/a"]


async def _half_closed() -> None:
    gate = Gate()
    connection = Connection(gate)
    connection.feed(GET)
    assert connection.protocol.eof_received()
    await gate.open(0)
    assert connection.statuses == [200]
    assert connection.transport.calls == ["close"]
    over_tls = Connection(gate, transport=Transport(half_closes=False))
    over_tls.feed(GET)
    assert not over_tls.protocol.eof_received()
    await gate.open(1)
    assert not Connection().protocol.eof_received()


async def _finished() -> None:
    gate = Gate()
    connection = Connection(gate)
    connection.feed(GET)
    connection.protocol.finish()
    assert connection.transport.calls == []
    await gate.open(0)
    assert connection.statuses == [200]
    assert connection.transport.calls == ["close"]
    idle = Connection()
    idle.protocol.finish()
    assert idle.transport.calls == ["close"]


async def _refused_while_suspended() -> None:
    gate = Gate()
    connection = Connection(gate)
    connection.feed(GET, b"nonsense\r\n\r\n")
    assert connection.written == b""
    await gate.open(0)
    assert connection.statuses == [200, 400]


async def _failed() -> None:
    failures: list[object] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: failures.append(context["exception"])
    )

    async def respond(request: HttpRequest) -> HttpResponse:
        await asyncio.sleep(0)
        raise LookupError

    connection = Connection(respond)
    connection.feed(GET)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert connection.transport.calls == ["abort"]
    assert [type(failure) for failure in failures] == [LookupError]


@pytest.mark.parametrize(
    "scenario",
    [_suspended, _lost, _aborted, _half_closed, _finished, _refused_while_suspended, _failed],
    ids=lambda scenario: scenario.__name__,
)
def test_suspended_requests(scenario: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(scenario())
