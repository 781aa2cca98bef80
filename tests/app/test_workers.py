"""The workers of a server: how they start, share and stop. How they die is in test_parent.py."""

import asyncio
import contextlib
import os
import re
import signal
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import urlopen

import apsw
import pytest
from botocore.exceptions import BotoCoreError

from jedlik import __version__
from tests.api.clients import client, create
from tests.app.server import COMMAND, Server, environment, free_port, serving, signal_again
from tests.app.test_storage_failures import page
from tests.simulation.traffic import TABLE, Connection
from tests.waiting import wait_until


def is_healthy(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


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
        assert len(server.workers()) == 2


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


# --- stopping ------------------------------------------------------------------------------------

ONE = {"UpdateExpression": "ADD n :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}
ENOUGH = 100
COUNTER = {"TableName": "numbered", "Key": {"pk": {"S": "counter"}}}


async def count_until_stopped(server: Server) -> int:
    """Stops the server while clients increment. Returns how many increments were answered."""
    connections = [Connection(server.port) for _ in range(8)]
    await connections[0].call("CreateTable", **TABLE)
    answered = 0

    async def count(connection: Connection) -> None:
        nonlocal answered
        with contextlib.suppress(OSError):
            while True:
                await connection.call("UpdateItem", **COUNTER, **ONE)
                answered += 1
                if answered == ENOUGH:
                    server.process.send_signal(signal.SIGTERM)
        await connection.close()

    await asyncio.gather(*(count(each) for each in connections))
    return answered


async def counted(server: Server) -> int:
    connection = Connection(server.port)
    got = await connection.call("GetItem", **COUNTER)
    await connection.close()
    return int(got["Item"]["n"]["N"])


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_server_that_drains_says_so_and_goes_on_serving(tmp_path: Path, workers: str) -> None:
    flags = ("--data", str(tmp_path), "--workers", workers, "--drain", "3600")
    with serving(*flags) as server:
        assert page(server, "/health/ready") == (200, "ready")
        assert page(server, "/health/live") == (200, "live")
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: page(server, "/health/ready") == (503, "not ready: draining"))
        assert page(server, "/health/live") == (200, "live")
        with client(server.url) as dynamodb:
            create(dynamodb, ("pk", "S"))  # over a new connection
        signal_again(server.process)
        _, errors = server.process.communicate(timeout=60)
        assert server.process.returncode == 1
        assert "another signal ended the server at once" in errors


@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_is_under_way_is_answered_before_the_server_stops(
    tmp_path: Path, workers: str
) -> None:
    """Each increment that was done was answered: none was cut off."""
    flags = ("--data", str(tmp_path), "--workers", workers)
    with serving(*flags) as server:
        answered = asyncio.run(count_until_stopped(server))
        _, errors = server.process.communicate(timeout=20)
        assert (server.process.returncode, errors) == (0, "")
    assert answered >= ENOUGH
    with serving(*flags) as server:
        assert asyncio.run(counted(server)) == answered


def test_a_request_that_never_ends_does_not_keep_a_server_up() -> None:
    half = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{"
    with serving("--memory", "--grace", "1") as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
            connection.sendall(half)
            assert server.stop() == (0, "")
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port), timeout=5)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_write_that_waits_for_a_lock_does_not_keep_a_server_up(
    tmp_path: Path, workers: str
) -> None:
    """Another program holds the lock of the data file until the server has ended."""
    flags = ("--data", str(tmp_path), "--workers", workers, "--grace", "1")
    with serving(*flags) as server, client(server.url) as dynamodb:
        name = create(dynamodb, ("pk", "S"))
        with contextlib.closing(apsw.Connection(str(tmp_path / "jedlik.db"))) as other:
            other.execute("BEGIN IMMEDIATE")
            with ThreadPoolExecutor(1) as threads:
                item = {"pk": {"S": "a"}}
                put = threads.submit(dynamodb.put_item, TableName=name, Item=item)
                wait_until(lambda: in_flight(server) == 1)
                status, errors = server.stop()
                assert isinstance(put.exception(), BotoCoreError)
    assert status == 1
    assert errors == "jedlik: what was in flight did not finish in time (--grace is 1 s)\n"


@pytest.mark.parametrize("workers", ["1", "2"])
def test_nobody_can_connect_while_the_last_request_is_finished(
    tmp_path: Path, workers: str
) -> None:
    """The parent has the sockets of its workers too. Clients of these waited without an answer."""
    flags = ("--data", str(tmp_path), "--workers", workers, "--grace", "3600")
    with serving(*flags) as server, client(server.url) as dynamodb:
        name = create(dynamodb, ("pk", "S"))
        with contextlib.closing(apsw.Connection(str(tmp_path / "jedlik.db"))) as other:
            other.execute("BEGIN IMMEDIATE")
            with ThreadPoolExecutor(1) as threads:
                item = {"pk": {"S": "a"}}
                put = threads.submit(dynamodb.put_item, TableName=name, Item=item)
                wait_until(lambda: in_flight(server) == 1)
                server.process.send_signal(signal.SIGTERM)
                wait_until(lambda: is_refused(server))
                assert server.process.poll() is None
                other.execute("ROLLBACK")
                put.result()
        _, errors = server.process.communicate(timeout=20)
        assert (server.process.returncode, errors) == (0, "")


def is_refused(server: Server) -> bool:
    """Returns whether nobody listens any more."""
    try:
        socket.create_connection(("127.0.0.1", server.port), timeout=5).close()
    except ConnectionRefusedError:
        return True
    return False


def in_flight(server: Server) -> int:
    """Returns how many requests wait, according to the metrics of all workers."""
    with urlopen(f"{server.url}/metrics") as answer:
        page = answer.read().decode()
    found = re.findall(r"^jedlik_\w*in_flight\w* (\S+)$", page, re.MULTILINE)
    return sum(int(float(each)) for each in found)


def test_interrupt_stops_as_well() -> None:
    with serving("--memory") as server:
        server.process.send_signal(signal.SIGINT)
        _, errors = server.process.communicate(timeout=20)
        assert (server.process.returncode, errors) == (0, "")


# --- one server for a folder ---------------------------------------------------------------------

TWO_SERVERS = """
    "$@" >"$0" & first=$!
    while ! [ -s "$0" ]; do sleep 0.01; done
    "$@"
    echo "second: $?"
    kill $first
    wait $first
    echo "first: $?"
"""


@pytest.mark.parametrize("workers", ["1", "2"])
def test_two_servers_of_one_script_do_not_share_a_folder(tmp_path: Path, workers: str) -> None:
    """A script starts all its processes in one process group."""
    data = tmp_path / "data"
    serve = [COMMAND, "serve", "--port", "0", "--data", str(data), "--workers", workers]
    done = subprocess.run(
        ["sh", "-c", TWO_SERVERS, str(tmp_path / "line"), *serve],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == "second: 1\nfirst: 0\n"
    assert re.fullmatch(
        rf"jedlik: The data folder {data} is in use by another server \(format \d+, process \d+"
        r" on \S+, id [0-9a-f]{32}\)\. Only one server at a time can use a folder\. Stop that"
        r" server, or choose another folder with --data\.\n",
        done.stderr,
    )


# --- standard descriptors ------------------------------------------------------------------------


def test_a_full_disk_below_standard_output_does_not_keep_a_server_from_serving() -> None:
    port = free_port()
    with Path("/dev/full").open("wb") as full:
        process = subprocess.Popen(
            [COMMAND, "serve", "--memory", "--port", str(port)],
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    try:
        wait_until(lambda: is_healthy(port))
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    message = "jedlik: cannot write to standard output: No space left on device\n"
    assert errors == message * 2  # the start-up line and that of the console


def test_a_server_without_standard_descriptors() -> None:
    port = free_port()
    command = f'exec "{COMMAND}" serve --memory --port {port} <&- >&- 2>&-'
    process = subprocess.Popen(["/bin/sh", "-c", command], env=environment())
    try:
        wait_until(lambda: is_healthy(port))
        opened = {os.readlink(f"/proc/{process.pid}/fd/{number}") for number in range(3)}
    finally:
        process.terminate()
        process.wait(30)
    assert opened == {os.devnull}
    assert process.returncode == 0  # libuv had aborted it
