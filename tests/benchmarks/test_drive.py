"""The driver against a small server of our own: what it counts, refuses, and calls latency."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from benchmarks.http import drive, wrk
from benchmarks.http.client import Endpoint, exchange

_OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
_CLOSING = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
_REFUSED = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno"
_REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
_POOL = [_REQUEST]


@contextmanager
def _serving(answer: Callable[[int], bytes]) -> Iterator[Endpoint]:
    """A server that sends answer(number of the request); an answer with `close` closes."""
    listener = socket.create_server(("127.0.0.1", 0))
    numbers = iter(range(1_000_000))

    def serve(client: socket.socket) -> None:
        with client, contextlib.suppress(ConnectionError):
            while client.recv(65536):
                sent = answer(next(numbers))
                client.sendall(sent)
                if not sent or b"close" in sent:
                    return

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield Endpoint("127.0.0.1", listener.getsockname()[1])
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


@pytest.mark.parametrize("answer", [_OK, _CHUNKED, _CLOSING])
def test_every_request_is_answered(answer: bytes) -> None:
    with _serving(lambda _: answer) as endpoint:
        latencies = drive.drive(endpoint, ((0.0, _REQUEST) for _ in range(50)), connections=3)
        assert len(latencies) == 50


def test_an_answer_in_pieces_is_one_answer() -> None:
    body = b"x" * 3_000_000
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    with _serving(lambda _: whole) as endpoint:
        answer = exchange(endpoint, _REQUEST)
    assert (answer.status, answer.body, answer.size_bytes) == (200, body, len(whole))


@pytest.mark.parametrize("bad", [_REFUSED, b"", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_one_bad_answer_fails_the_run(bad: bytes) -> None:
    with (
        _serving(lambda number: bad if number == 20 else _OK) as endpoint,
        pytest.raises(drive.FailedRunError),
    ):
        drive.closed_loop(endpoint, _POOL, connections=2, seconds=5)


def test_a_stall_counts_against_every_request_due_meanwhile() -> None:
    def answer(number: int) -> bytes:
        time.sleep(0.2 if number == 0 else 0)
        return _OK

    with _serving(answer) as endpoint:
        one = drive.open_loop(endpoint, _POOL, connections=1, rate=100, seconds=0.4)
    assert one.requests == 40
    assert one.max_ms >= 200
    assert one.p50_ms >= 5  # about 20 of 40 waited behind the stall; a closed loop would show one


def test_the_open_loop_keeps_its_rate() -> None:
    with _serving(lambda _: _OK) as endpoint:
        one = drive.open_loop(endpoint, _POOL, connections=4, rate=200, seconds=0.5)
    assert one.requests == 100
    assert one.requests_per_s == pytest.approx(200, rel=0.2)


@pytest.mark.skipif(not wrk.is_installed(), reason="wrk is not installed")
def test_wrk_and_the_driver_judge_alike() -> None:
    with _serving(lambda _: _OK) as endpoint:
        one = wrk.closed_loop(endpoint, _POOL, connections=2, seconds=1)
    assert one.requests > 0
    assert one.p50_ms <= one.p99_ms <= one.max_ms
    with _serving(lambda _: _REFUSED) as endpoint, pytest.raises(drive.FailedRunError):
        wrk.closed_loop(endpoint, _POOL, connections=2, seconds=1)
