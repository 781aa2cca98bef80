"""Processes of a server are stopped. A stopped worker is replaced, a stopped server is not."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import pytest

from jedlik.app.life_cycle import HEARTBEAT_S, MISSED_MAX
from tests.app.server import Server, serving
from tests.waiting import wait_until

LIMIT_S: Final = HEARTBEAT_S * MISSED_MAX
CLIENTS: Final = 24
REQUEST: Final = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@contextmanager
def clients(server: Server) -> Iterator[list[socket.socket]]:
    """Opens connections and sends a request on each."""
    with ExitStack() as stack:
        opened = []
        for _ in range(CLIENTS):
            client = socket.create_connection(("127.0.0.1", server.port), timeout=60)
            opened.append(stack.enter_context(client))
            client.sendall(REQUEST)
        yield opened


@pytest.mark.waits
def test_a_stopped_worker_is_replaced_and_its_clients_are_answered(tmp_path: Path) -> None:
    """The kernel has given connections to the stopped worker, which has not accepted them. The
    worker that replaces it answers them: no client sees an error.
    """
    with serving("--data", str(tmp_path), "--workers", "2") as server:
        first, second = server.workers()
        os.kill(second, signal.SIGSTOP)
        with clients(server) as opened:
            for client in opened:
                assert client.recv(4096).startswith(b"HTTP/1.1 200 ")
        assert first in server.workers()
        assert second not in server.workers()
        sentence = f"worker 1 did not respond for {LIMIT_S:g} s and was killed"
        assert server.stop() == (0, f"jedlik: {sentence}; another one is started\n")


@pytest.mark.waits
def test_a_server_that_was_stopped_as_a_whole_continues(tmp_path: Path) -> None:
    """As when a container is paused, a machine sleeps, or Ctrl-Z stops a command."""
    with serving("--data", str(tmp_path), "--workers", "2") as server:
        workers = server.workers()
        os.killpg(server.process.pid, signal.SIGSTOP)
        until_s = time.monotonic() + LIMIT_S * 1.2
        wait_until(lambda: time.monotonic() > until_s)
        # The parent continues first, and finds that no worker has sent a heartbeat.
        os.kill(server.process.pid, signal.SIGCONT)
        os.killpg(server.process.pid, signal.SIGCONT)
        with clients(server) as opened:
            for client in opened:
                assert client.recv(4096).startswith(b"HTTP/1.1 200 ")
        assert server.workers() == workers
