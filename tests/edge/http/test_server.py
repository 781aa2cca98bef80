"""The server on real sockets, on uvloop and on asyncio's own loop."""

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import cast

import pytest
import uvloop

from jedlik.app.certificate import server_context
from jedlik.app.development_certificate import development_certificate
from jedlik.edge.connections.limits import TIMEOUTS
from jedlik.edge.http.server import Server
from jedlik.wire.http.message import HttpRequest, HttpResponse
from tests.edge.transport import Transport, echo, statuses
from tests.waiting import PATIENCE_S, come_true

GET = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
LAST = b"GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

GRACE_S = 60.0

Scenario = Callable[[], Awaitable[None]]


def listening() -> tuple[socket.socket, int]:
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    return bound, bound.getsockname()[1]


async def exchange(port: int, sent: bytes, context: ssl.SSLContext | None = None) -> bytes:
    """Send, read to the end of the connection, and end it.

    It is aborted: a server that refuses a large request leaves data that cannot be sent, and a
    transport that is only closed waits to send it, beyond the end of the test.
    """
    hostname = None if context is None else "localhost"
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", port, ssl=context, server_hostname=hostname
    )
    writer.write(sent)
    try:
        return await asyncio.wait_for(reader.read(), PATIENCE_S)
    finally:
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()


@pytest.fixture(params=["uvloop", "asyncio"])
def run(request: pytest.FixtureRequest) -> Callable[[Awaitable[None]], None]:
    factory = uvloop.new_event_loop if request.param == "uvloop" else asyncio.new_event_loop

    def run(scenario: Awaitable[None]) -> None:
        async def bounded() -> None:
            async with asyncio.timeout(PATIENCE_S):
                await scenario

        with asyncio.Runner(loop_factory=factory) as runner:
            runner.run(bounded())

    return run


def test_many_connections_and_requests(run: Callable[[Awaitable[None]], None]) -> None:
    async def scenario() -> None:
        server, (bound, port) = Server(echo), listening()
        await server.start([bound])
        answers = await asyncio.gather(*(exchange(port, GET * 99 + LAST) for _ in range(20)))
        assert [statuses(answer) for answer in answers] == [[200] * 100] * 20
        await server.close(1.0)

    run(scenario())


def test_large_bodies_both_ways(run: Callable[[Awaitable[None]], None]) -> None:
    async def scenario() -> None:
        server, (bound, port) = Server(echo), listening()
        await server.start([bound])
        body = b"x" * (16 * 1024 * 1024)
        head = (
            b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
            % len(body)
        )
        answer = await exchange(port, head + body)
        assert statuses(answer) == [200]
        assert answer.endswith(b"/ " + body)
        await server.close(1.0)

    run(scenario())


def test_refusal_arrives_though_the_body_is_on_its_way(
    run: Callable[[Awaitable[None]], None],
) -> None:
    async def scenario() -> None:
        # On a busy machine the client may need longer than usual to read the refusal.
        timeouts = TIMEOUTS._replace(linger_s=PATIENCE_S)
        server, (bound, port) = Server(echo, timeouts), listening()
        await server.start([bound])
        head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n"
        answer = await exchange(port, head + b"x" * 20_000_000)
        assert statuses(answer) == [413]
        await server.close(1.0)

    run(scenario())


def test_a_draining_server_closes_each_connection_after_its_next_answer(
    run: Callable[[Awaitable[None]], None],
) -> None:
    async def scenario() -> None:
        server, (bound, port) = Server(echo), listening()
        await server.start([bound])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GET)
        first = await reader.readuntil(b"\r\n\r\n")
        assert b"Connection: close" not in first
        server.drain()
        await asyncio.sleep(0)
        assert server.connections == 1  # an idle connection stays open
        writer.write(GET)
        rest = await asyncio.wait_for(reader.read(), PATIENCE_S)
        assert b"Connection: close\r\n" in rest
        writer.close()
        # A connection that is opened now is answered once too.
        late = await exchange(port, GET)
        assert statuses(late) == [200]
        assert b"Connection: close\r\n" in late
        await server.close(1.0)

    run(scenario())


def test_stop_finishes_what_was_asked_and_refuses_the_rest(
    run: Callable[[Awaitable[None]], None],
) -> None:
    async def scenario() -> None:
        asked, may_answer = asyncio.Event(), asyncio.Event()

        async def slow(request: HttpRequest) -> HttpResponse:
            asked.set()
            await may_answer.wait()
            request.response = HttpResponse(200, b"", b"done")
            return request.response

        server, (bound, port) = Server(slow), listening()
        await server.start([bound])
        _, idle = await asyncio.open_connection("127.0.0.1", port)
        pending = asyncio.create_task(exchange(port, GET))
        await asked.wait()
        await come_true(lambda: server.connections == 2)
        closing = asyncio.create_task(server.close(GRACE_S))
        await come_true(lambda: server.connections == 1)  # the idle one is gone
        assert not closing.done()
        may_answer.set()
        await closing
        assert (await pending).endswith(b"done")
        assert server.connections == 0
        with pytest.raises(ConnectionError):
            await exchange(port, GET)
        idle.close()

    run(scenario())


def test_stop_drops_what_outlasts_the_grace(run: Callable[[Awaitable[None]], None]) -> None:
    ended: list[str] = []

    async def scenario() -> None:
        asked = asyncio.Event()

        async def endless(request: HttpRequest) -> HttpResponse:
            asked.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended.append("finally")
            return HttpResponse(200, b"", b"")

        server, (bound, port) = Server(endless), listening()
        await server.start([bound])
        pending = asyncio.create_task(exchange(port, GET))
        await asked.wait()
        await server.close(0.05)
        with suppress(ConnectionError):
            assert await pending == b""
        assert ended == ["finally"]

    run(scenario())


def test_sweep_closes_idle_connections_and_tells_observers(
    run: Callable[[Awaitable[None]], None],
) -> None:
    swept: list[tuple[int, int]] = []

    class Observer:
        def answered(
            self, request: HttpRequest, response: HttpResponse, sent_bytes: int, seconds: float, /
        ) -> None:
            raise AssertionError

        def refused(self, peer: str, status: int, /) -> None:
            pass

        def swept(self, connections: int, in_flight: int, /) -> None:
            swept.append((connections, in_flight))

    async def scenario() -> None:
        timeouts = TIMEOUTS._replace(idle_s=0.5)
        server, (bound, port) = Server(echo, timeouts, [Observer()]), listening()
        await server.start([bound])
        assert await exchange(port, b"") == b""
        await server.close(1.0)
        assert swept[0] == (0, 0)
        assert (1, 0) in swept or (0, 0) in swept[1:]

    run(scenario())


def test_no_connection_is_idle_for_less_than_the_limit(
    run: Callable[[Awaitable[None]], None],
) -> None:
    sweeps: list[float] = []

    class Observer:
        def answered(
            self, request: HttpRequest, response: HttpResponse, sent_bytes: int, seconds: float, /
        ) -> None:
            pass

        def refused(self, peer: str, status: int, /) -> None:
            pass

        def swept(self, connections: int, in_flight: int, /) -> None:
            sweeps.append(time.monotonic())

    async def idle(port: int) -> float:
        began_s = time.monotonic()
        assert await exchange(port, b"") == b""
        return time.monotonic() - began_s

    async def scenario() -> None:
        timeouts = TIMEOUTS._replace(idle_s=0.5)
        server, (bound, port) = Server(echo, timeouts, [Observer()]), listening()
        await server.start([bound])
        waits: list[asyncio.Task[float]] = []
        while len(sweeps) < 2:  # some are opened just before the second one
            waits.append(asyncio.ensure_future(idle(port)))
            assert len(statuses(await exchange(port, GET * 999 + LAST))) == 1000
        waited_s = await asyncio.gather(*waits)
        await server.close(1.0)
        assert min(waited_s) >= 0.5

    run(scenario())


def test_tls_port(run: Callable[[Awaitable[None]], None], tmp_path: Path) -> None:
    certificate = development_certificate(tmp_path, "db.example", "us-east-1")
    context = server_context(certificate.served, certificate.served)
    trusting = ssl.create_default_context(cafile=certificate.trusted)

    async def scenario() -> None:
        server, (bound, port) = Server(echo), listening()
        await server.start([], [bound], tls=context)
        answers = await asyncio.gather(
            *(exchange(port, GET * 9 + LAST, trusting) for _ in range(5)),
            *(exchange(port, GET) for _ in range(5)),
            exchange(port, b"\x16\x03nonsense"),
        )
        assert [statuses(answer) for answer in answers[:5]] == [[200] * 10] * 5
        for answer in answers[5:10]:
            assert statuses(answer) == [400]
            assert b"The plain HTTP request was sent to HTTPS port" in answer
        assert b"HTTP" not in answers[10]
        _, silent = await asyncio.open_connection("127.0.0.1", port)
        await server.close(1.0)
        silent.close()

    run(scenario())


def test_old_tls_is_refused(run: Callable[[Awaitable[None]], None], tmp_path: Path) -> None:
    certificate = development_certificate(tmp_path, "localhost", "us-east-1")
    serving = server_context(certificate.served, certificate.served)

    async def scenario() -> None:
        server, (bound, port) = Server(echo), listening()
        await server.start([], [bound], tls=serving)
        for version, good in ((ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_3, True)):
            context = ssl.create_default_context(cafile=certificate.trusted)
            context.minimum_version = context.maximum_version = version
            assert (statuses(await exchange(port, LAST, context)) == [200]) == good
        assert serving.minimum_version == ssl.TLSVersion.TLSv1_2
        await server.close(1.0)

    run(scenario())


def test_a_connection_that_was_accepted_just_before_a_stop_is_closed(
    run: Callable[[Awaitable[None]], None],
) -> None:
    """The loop makes it a turn later. Its client went on for the whole grace."""

    async def scenario() -> None:
        begun, free = asyncio.Event(), asyncio.Event()

        async def wait(request: HttpRequest) -> HttpResponse:
            begun.set()
            await free.wait()
            return await echo(request)

        server, (bound, port) = Server(wait), listening()
        await server.start([bound])
        waiting = asyncio.create_task(exchange(port, GET))
        await begun.wait()
        closing = asyncio.create_task(server.close(GRACE_S))
        await asyncio.sleep(0)
        late = server.new_connection()
        transport = Transport()
        late.connection_made(cast(asyncio.BaseTransport, transport))
        await come_true(lambda: transport.calls == ["close"])
        late.connection_lost(None)
        free.set()
        assert statuses(await waiting) == [200]
        await closing

    run(scenario())
