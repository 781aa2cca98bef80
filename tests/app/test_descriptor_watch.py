"""A process without file descriptors: the operator reads when that begins and when it ends."""

import asyncio
import errno
import logging
import socket
from contextlib import ExitStack, suppress

import pytest

from jedlik.app.descriptor_watch import watch_descriptors
from tests.app.server import serving

LIMIT = 40


def logged(looks: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> str:
    """Returns what is logged during `looks`: - is one without a free descriptor, + one with some.

    Each sentence is shown by its place: < for the beginning of a shortage, > for the end.
    """
    marks = {
        "new connections are closed": "<",
        "new connections are accepted again": ">",
        "cannot find out whether there are free descriptors": "!",
    }
    at = -1
    shown = ""

    async def sleep(_: float) -> None:
        nonlocal at, shown
        shown += "".join(marks[each.split(": ")[0]] for each in caplog.messages)
        caplog.clear()
        at += 1
        if at == len(looks):
            raise asyncio.CancelledError
        shown += looks[at]

    def made() -> socket.socket:
        if looks[at] == "-":
            raise OSError(errno.EMFILE, "Too many open files")
        if looks[at] == "?":
            raise OSError(errno.EACCES, "Permission denied")
        return real()

    real = socket.socket
    monkeypatch.setattr("jedlik.app.descriptor_watch.socket.socket", made)
    with caplog.at_level(logging.WARNING, "jedlik"), suppress(asyncio.CancelledError):
        coroutine = watch_descriptors(sleep)
        coroutine.send(None)
    return shown


@pytest.mark.parametrize(
    "shown", ["+++", "-<--", "+-<-+++>+++", "-<++-++-+++>", "-<+++>-<+++>", "-<++"]
)
def test_one_line_when_it_begins_and_one_when_it_ends(
    shown: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks = shown.replace("<", "").replace(">", "")
    assert logged(looks, monkeypatch, caplog) == shown


def test_an_error_that_nobody_expects_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A look marked ? fails for another reason. It is reported once, as !."""
    assert logged("+??-???+++", monkeypatch, caplog) == "+?!?-<???+++>"


@pytest.mark.waits
def test_a_server_at_its_limit_says_so() -> None:
    prefix = ("sh", "-c", f'ulimit -n {LIMIT} && exec "$@"', "sh")
    with serving("--memory", prefix=prefix) as server:
        assert server.process.stderr is not None
        with ExitStack() as connections:
            for _ in range(LIMIT):
                address = ("127.0.0.1", server.port)
                connections.enter_context(socket.create_connection(address, timeout=20))
            line = server.process.stderr.readline()
        assert line == (
            "new connections are closed: Too many open files"
            f" (the limit of this process is {LIMIT}, see `ulimit -n`)\n"
        )
        assert server.process.stderr.readline() == "new connections are accepted again\n"
