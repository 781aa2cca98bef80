"""The proxies of deploy/, really run in front of two nodes, if they are installed."""

import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests.api.clients import client, create
from tests.app.server import Server, free_port, serving
from tests.storage.postgresql.database import Database, running
from tests.waiting import wait_until

DEPLOY = Path(__file__).parents[2] / "deploy"
ROOT = {
    "JEDLIK_ROOT_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "JEDLIK_ROOT_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}
KEYS = (ROOT["JEDLIK_ROOT_ACCESS_KEY_ID"], ROOT["JEDLIK_ROOT_SECRET_ACCESS_KEY"])


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with running() as started:
        yield started


@contextmanager
def proxied(program: str, nodes: tuple[Server, Server], folder: Path) -> Iterator[str]:
    """Runs a proxy during a `with` block. Yields its URL."""
    binary = shutil.which(program) or shutil.which(f"/usr/sbin/{program}")
    if binary is None:
        pytest.skip(f"{program} is not installed")
    port = free_port()
    source = "nginx.conf" if program == "nginx" else "haproxy.cfg"
    text = (DEPLOY / source).read_text()
    for number, node in enumerate(nodes, 1):
        text = text.replace(f"node-{number}:8000", f"127.0.0.1:{node.port}")
    text = text.replace("listen 8000", f"listen 127.0.0.1:{port}")
    text = text.replace("bind :8000", f"bind 127.0.0.1:{port}")
    file = folder / source
    file.write_text(text)
    arguments = ["-f", str(file)]
    if program == "nginx":
        arguments = ["-p", str(folder), "-c", str(file), "-g", "daemon off;"]
    process = subprocess.Popen([binary, *arguments], stderr=subprocess.PIPE)
    try:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/"))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
        print(errors.decode())


def answers(url: str) -> bool:
    with suppress(URLError, ConnectionError), urlopen(url, timeout=5) as answer:
        return bool(answer.status == 200)
    return False


def status(url: str) -> int:
    try:
        with urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


@pytest.mark.parametrize("program", ["haproxy", "nginx"])
def test_a_node_stops_behind_a_proxy(program: str, database: Database, tmp_path: Path) -> None:
    """A client without retries writes all the while, and no request fails behind HAProxy.

    nginx may send a request on an idle connection at the moment at which the node closes it.
    """
    name = f"behind_{program}"
    database.execute(f"CREATE DATABASE {name}")
    flags = ("--store", database.url(name), "--auth", "enforce", "--drain", "4")
    with (
        serving(*flags, extra=ROOT) as one,
        serving(*flags, extra=ROOT) as other,
        proxied(program, (one, other), tmp_path) as url,
    ):
        assert status(f"{url}/metrics") == status(f"{url}/health/ready") == 404
        written, failures, ended = [], [], threading.Event()
        with client(url, keys=KEYS, attempts=1) as dynamodb:
            create(dynamodb, ("pk", "S"), name="music")  # the signature covers the Host

        def write(writer: int) -> None:
            with client(url, keys=KEYS, attempts=1) as dynamodb:
                number = 0
                while not ended.is_set():
                    item = {"pk": {"S": f"{writer}-{number}"}, "text": {"S": "x" * 1_000}}
                    try:
                        dynamodb.put_item(TableName="music", Item=item)
                    except Exception as error:  # noqa: BLE001  (each is a failure)
                        failures.append(error)
                    else:
                        written.append(item["pk"]["S"])
                    number += 1

        writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        for each in writers:
            each.start()
        try:
            wait_until(lambda: len(written) > 100)
            stopping = threading.Thread(target=one.stop)
            stopping.start()
            wait_until(lambda: status(f"{one.url}/health/ready") == 503)
            assert status(f"{one.url}/health/live") == 200
            stopping.join()
            before = len(written)
            wait_until(lambda: len(written) > before + 100)
        finally:
            ended.set()
            for each in writers:
                each.join()
        assert len(failures) <= (program == "nginx"), failures
        with client(url, keys=KEYS) as dynamodb:
            pages = dynamodb.get_paginator("scan").paginate(TableName="music")
            assert sum(page["Count"] for page in pages) == len(written)
