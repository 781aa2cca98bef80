"""The processes of a server: how they start, share, die and stop."""

import asyncio
import contextlib
import os
import signal
import socket
import time
from pathlib import Path

import pytest

from jedlik import __version__
from tests.api.clients import client, create
from tests.app.server import Server, serving
from tests.simulation.traffic import TABLE, Connection


def children(server: Server) -> list[int]:
    """The processes that a server started."""
    pid = server.process.pid
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:  # it has just ended
        return []
    return [int(each) for each in listed.split()]


# --- starting ------------------------------------------------------------------------------------


def test_the_start_up_line(tmp_path: Path) -> None:
    with serving("--memory") as server:
        assert server.line == (
            f"jedlik {__version__} serves http://127.0.0.1:{server.port}"
            " (data in memory, auth open, 1 worker)"
        )
    with serving("--data", str(tmp_path), "--workers", "2") as server:
        assert server.line == (
            f"jedlik {__version__} serves http://127.0.0.1:{server.port}"
            f" (data in {tmp_path}, auth open, 2 workers)"
        )
        assert len(children(server)) == 2


def test_the_start_up_line_comes_when_all_workers_answer(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path), "--workers", "2") as server:
        for _ in range(8):
            with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")


# --- sharing -------------------------------------------------------------------------------------


def test_a_table_made_by_one_worker_is_known_to_all(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path), "--workers", "2") as server:
        for _ in range(4):
            # Each client has connections of its own, which the kernel gives to either worker.
            with client(server.url) as one, client(server.url) as other:
                name = create(one, ("pk", "S"))
                other.put_item(TableName=name, Item={"pk": {"S": "a"}})
                assert one.scan(TableName=name)["Count"] == 1
                other.delete_table(TableName=name)
                with pytest.raises(one.exceptions.ResourceNotFoundException):
                    one.scan(TableName=name)


# --- dying ---------------------------------------------------------------------------------------


def test_a_worker_that_dies_is_started_anew(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path), "--workers", "2") as server:
        victim = children(server)[0]
        os.kill(victim, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while len(children(server)) < 2 or victim in children(server):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        with client(server.url) as dynamodb:
            create(dynamodb, ("pk", "S"))
        status, errors = server.stop()
    assert status == 0
    assert errors == "jedlik: worker 0 ended with -9; starting it anew\n"


def test_workers_that_keep_dying_are_given_up(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path), "--workers", "2") as server:
        killed: set[int] = set()
        while server.process.poll() is None:
            for worker in set(children(server)) - killed:
                os.kill(worker, signal.SIGKILL)
                killed.add(worker)
            time.sleep(0.01)
        _, errors = server.process.communicate()
        assert server.process.returncode == 1
    assert errors.count("starting it anew") == 2


# --- stopping ------------------------------------------------------------------------------------

ONE = {"UpdateExpression": "ADD n :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}
COUNTER = {"TableName": "numbered", "Key": {"pk": {"S": "counter"}}}


async def count_until_stopped(server: Server) -> int:
    """How many increments were answered when the server is asked to stop in their midst."""
    connections = [Connection(server.port) for _ in range(8)]
    await connections[0].call("CreateTable", **TABLE)
    answered = 0

    async def count(connection: Connection) -> None:
        nonlocal answered
        with contextlib.suppress(OSError):
            while True:
                await connection.call("UpdateItem", **COUNTER, **ONE)
                answered += 1
        await connection.close()

    counting = [asyncio.create_task(count(each)) for each in connections]
    await asyncio.sleep(0.15)
    server.process.send_signal(signal.SIGTERM)
    await asyncio.gather(*counting)
    return answered


async def counted(server: Server) -> int:
    connection = Connection(server.port)
    got = await connection.call("GetItem", **COUNTER)
    await connection.close()
    return int(got["Item"]["n"]["N"])


@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_is_under_way_is_answered_before_the_server_stops(
    tmp_path: Path, workers: str
) -> None:
    """No increment is done and not answered, as would be if one was cut off."""
    flags = ("--data", str(tmp_path), "--workers", workers)
    with serving(*flags) as server:
        answered = asyncio.run(count_until_stopped(server))
        _, errors = server.process.communicate(timeout=20)
        assert (server.process.returncode, errors) == (0, "")
    assert answered > 20
    with serving(*flags) as server:
        assert asyncio.run(counted(server)) == answered


def test_a_request_that_never_ends_does_not_keep_a_server_up() -> None:
    half = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{"
    with serving("--memory") as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
            connection.sendall(half)
            began = time.monotonic()
            assert server.stop() == (0, "")
            assert time.monotonic() - began < 15
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port), timeout=5)


def test_interrupt_stops_as_well() -> None:
    with serving("--memory") as server:
        server.process.send_signal(signal.SIGINT)
        _, errors = server.process.communicate(timeout=20)
        assert (server.process.returncode, errors) == (0, "")
