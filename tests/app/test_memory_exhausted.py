"""A server whose memory is exhausted, as clients see it: the disk is stalled and large writes come.

botocore repeats what is refused, checks the checksum of each answer, and needs whole answers.
"""

import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import apsw
import orjson
import pytest

from tests.api.clients import client, create
from tests.app.server import Server, run, serving, verified
from tests.storage.postgresql.database import shared
from tests.waiting import wait_until

NAME = "music"
LIMIT_MB = 320
CLIENTS = 8
ITEMS = 25
TEXT = "n" * 390_000
ATTEMPTS = 30


def metric(server: Server, name: str) -> float:
    with urlopen(server.url + "/metrics", timeout=60) as answer:
        found = re.search(rf"^{name} (\S+)$", answer.read().decode(), re.MULTILINE)
    assert found is not None
    return float(found[1])


def greatest_mb(server: Server) -> float:
    """The most memory that the server has used."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


def batch(number: int) -> dict[str, Any]:
    """A BatchWriteItem of 10 MB."""
    items = [{"pk": {"S": f"{number}-{each}"}, "text": {"S": TEXT}} for each in range(ITEMS)]
    return {"RequestItems": {NAME: [{"PutRequest": {"Item": item}} for item in items]}}


class Writers:
    """Clients that write at the same time, each in a thread."""

    def __init__(self, server: Server) -> None:
        self.refused: list[tuple[int, str]] = []
        self.written: list[int] = []
        self.failed: list[BaseException] = []
        self._server = server
        self._threads = [
            threading.Thread(target=self._write, args=(number,)) for number in range(CLIENTS)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _write(self, number: int) -> None:
        try:
            with client(self._server.url, attempts=ATTEMPTS) as dynamodb:
                dynamodb.meta.events.register_first("needs-retry.dynamodb", self._notice)
                answer = dynamodb.batch_write_item(**batch(number))
            assert answer["UnprocessedItems"] == {}
            self.written.append(number)
        except BaseException as error:  # noqa: BLE001  (the test reports it)
            self.failed.append(error)

    def _notice(self, response: Any = None, caught_exception: Any = None, **_: object) -> None:
        # On a busy machine a body may arrive more slowly than the server waits for it. Then its
        # connection ends without an answer, and the client tries again.
        if caught_exception is None and response[0].status_code != 200:
            self.refused.append((response[0].status_code, response[1]["Error"]["Code"]))


@pytest.fixture
def stalled(tmp_path: Path) -> Iterator[tuple[Server, apsw.Connection]]:
    """A server with little memory, and the program that stalls its writes."""
    folder = tmp_path / "data"
    with serving("--data", str(folder), "--memory-limit", str(LIMIT_MB)) as server:
        with client(server.url) as dynamodb:
            create(dynamodb, ("pk", "S"), name=NAME)
        other = apsw.Connection(str(folder / "jedlik.db"))
        other.execute("BEGIN IMMEDIATE").fetchall()
        yield server, other
        other.close()
    verified(folder)


def test_large_writes_on_a_stalled_disk(stalled: tuple[Server, apsw.Connection]) -> None:
    server, other = stalled
    writers = Writers(server)
    writers.start()
    wait_until(lambda: metric(server, "jedlik_requests_shed_total") > 0)
    assert metric(server, "jedlik_memory_held_bytes") > 0
    with urlopen(server.url, timeout=60) as answer:
        assert answer.status == 200
    other.execute("ROLLBACK").fetchall()
    writers.join()
    assert (writers.failed, sorted(writers.written)) == ([], list(range(CLIENTS)))
    assert set(writers.refused) == {(503, "ServiceUnavailable")}
    assert greatest_mb(server) < LIMIT_MB
    with client(server.url) as dynamodb:
        keys = [{"pk": {"S": f"{n}-{each}"}} for n in range(CLIENTS) for each in range(ITEMS)]
        for key in keys:
            assert dynamodb.get_item(TableName=NAME, Key=key)["Item"]["text"]["S"] == TEXT
    wait_until(lambda: metric(server, "jedlik_memory_held_bytes") == 0)


def test_a_connection_is_usable_after_a_refusal(stalled: tuple[Server, apsw.Connection]) -> None:
    server, other = stalled
    body = orjson.dumps(batch(0))
    head = (
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n"
        b"Content-Type: application/x-amz-json-1.0\r\n"
        b"X-Amz-Target: DynamoDB_20120810.BatchWriteItem\r\nX-Amz-Date: 20260101T000000Z\r\n"
        b"Authorization: AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, "
        b"SignedHeaders=host, Signature=%b\r\n\r\n" % (len(body), b"0" * 64)
    )
    connections = [socket.create_connection(("127.0.0.1", server.port), 60) for _ in range(6)]
    try:
        senders = [
            threading.Thread(target=each.sendall, args=(head + body,)) for each in connections
        ]
        for sender in senders:
            sender.start()
        wait_until(lambda: metric(server, "jedlik_requests_shed_total") > 0)
        other.execute("ROLLBACK").fetchall()
        for sender in senders:
            sender.join()
        firsts = [each.recv(64 * 1024) for each in connections]
        refused = [at for at, answer in enumerate(firsts) if answer.startswith(b"HTTP/1.1 503 ")]
        assert refused
        for at in refused:
            assert b"\r\nConnection: keep-alive\r\n" in firsts[at]
            assert firsts[at].endswith(
                b'{"__type":"com.amazon.coral.availability#ServiceUnavailable","message":'
                b'"The request has failed due to a temporary failure of the server."}'
            )
            connections[at].sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert connections[at].recv(64 * 1024).endswith(b"healthy: 127.0.0.1 ")
    finally:
        for each in connections:
            each.close()


def small_requests(
    server: Server, number: int, target: str, body: dict[str, object]
) -> list[bytes]:
    """Has clients send a request at the same time. Returns the beginnings of the answers."""
    sent = orjson.dumps(body)
    request = (
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\nConnection: close\r\n"
        b"Content-Type: application/x-amz-json-1.0\r\nX-Amz-Target: DynamoDB_20120810.%b\r\n"
        b"X-Amz-Date: 20260101T000000Z\r\nAuthorization: AWS4-HMAC-SHA256 "
        b"Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, "
        b"Signature=%b\r\n\r\n" % (len(sent), target.encode(), b"0" * 64)
    ) + sent
    barrier = threading.Barrier(number)

    def send() -> bytes:
        with socket.create_connection(("127.0.0.1", server.port), 60) as connection:
            barrier.wait()
            connection.sendall(request)
            first = connection.recv(15)
            while connection.recv(1024 * 1024):
                pass
        return first

    with ThreadPoolExecutor(number) as threads:
        return [each.result() for each in [threads.submit(send) for _ in range(number)]]


@pytest.fixture(params=["file", "database"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """The options for where to store data."""
    if request.param == "file":
        return "--data", str(tmp_path / "data")
    shared().execute("CREATE DATABASE memory_exhausted")
    return "--store", shared().url("memory_exhausted")


def test_small_requests_with_large_answers(place: tuple[str, str]) -> None:
    """All of them arrive in one turn of the event loop."""
    with serving(*place, "--memory-limit", str(LIMIT_MB)) as server:
        with client(server.url) as dynamodb:
            create(dynamodb, ("pk", "S"), name=NAME)
            for number in range(2):
                dynamodb.batch_write_item(**batch(number))
        keys = [{"pk": {"S": f"{n}-{each}"}} for n in range(2) for each in range(20)]
        read: dict[str, object] = {"RequestItems": {NAME: {"Keys": keys}}}
        answers = small_requests(server, 40, "BatchGetItem", read)
        assert set(answers) <= {b"HTTP/1.1 200 OK", b"HTTP/1.1 503 Se"}
        assert b"HTTP/1.1 200 OK" in answers
        assert greatest_mb(server) < LIMIT_MB


def test_small_requests_that_read_much_to_write(tmp_path: Path) -> None:
    """Each deletes 10 MB, which a stream of old images stores."""
    with serving("--data", str(tmp_path / "data"), "--memory-limit", str(LIMIT_MB)) as server:
        with client(server.url) as dynamodb:
            create(dynamodb, ("pk", "S"), name=NAME)
            stream = {"StreamEnabled": True, "StreamViewType": "OLD_IMAGE"}
            dynamodb.update_table(TableName=NAME, StreamSpecification=stream)
            for number in range(20):
                dynamodb.batch_write_item(**batch(number))
        deletes = [
            [{"DeleteRequest": {"Key": {"pk": {"S": f"{n}-{each}"}}}} for each in range(ITEMS)]
            for n in range(20)
        ]
        bodies: list[dict[str, object]] = [{"RequestItems": {NAME: each}} for each in deletes]
        with ThreadPoolExecutor(20) as threads:
            sending = [
                threads.submit(small_requests, server, 1, "BatchWriteItem", each) for each in bodies
            ]
        assert [each.result() for each in sending] == [[b"HTTP/1.1 200 OK"]] * 20
        assert greatest_mb(server) < LIMIT_MB


def test_a_limit_that_is_too_small(tmp_path: Path) -> None:
    done = run("serve", "--data", str(tmp_path), "--workers", "2", "--memory-limit", "639")
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "jedlik: memory_limit must be at least 640 MB (320 for each worker) or 0, not 639\n",
    )
