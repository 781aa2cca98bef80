"""Nodes of an earlier version are replaced by nodes of this one, one after another, under load.

It needs a checkout of the earlier version: JEDLIK_EARLIER_CHECKOUT=FOLDER. Its nodes run with the
packages of this environment. If its database has an earlier format, its nodes must be stopped
before one of this version starts; then the other test of this file runs.

    git worktree add --detach /tmp/earlier COMMIT
    export JEDLIK_EARLIER_CHECKOUT=/tmp/earlier
    python -m pytest -s tests/robustness/test_rolling_upgrade.py
"""

import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count as numbers
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from jedlik.storage.postgresql.schema import FORMAT
from tests.api.clients import client, create
from tests.app.server import Server, run, serving, start
from tests.figures import count
from tests.storage.postgresql.database import running
from tests.waiting import wait_until

EARLIER = os.environ.get("JEDLIK_EARLIER_CHECKOUT", "")
_SCHEMA = Path(EARLIER, "src/jedlik/storage/postgresql/schema.py")
_FOUND = re.search(r"^FORMAT: Final = (\d+)$", _SCHEMA.read_text(), re.M) if EARLIER else None
EARLIER_FORMAT = int(_FOUND[1]) if _FOUND else FORMAT
WRITERS = 4
WRITES = int(os.environ.get("JEDLIK_UPGRADE_WRITES", "200"))  # at least, in each phase
ATTEMPTS = 5
TABLE = "music"


class Load:
    """Writers that write and read all the while, with retries as an SDK makes them.

    urls: of the nodes that serve; a retry goes to the next one. written: keys whose write was
    acknowledged. retries: requests that were repeated. failures: requests that failed for good.
    """

    def __init__(self, urls: list[str]) -> None:
        self.urls = urls
        self.written: list[str] = []
        self.failures: list[str] = []
        self.retries = 0
        self.longest_s = 0.0
        self._ended = threading.Event()
        self._open = ExitStack()
        self._clients: dict[tuple[int, str], Any] = {}
        self._threads = [
            threading.Thread(target=self._work, args=(number,)) for number in range(WRITERS)
        ]

    def __enter__(self) -> "Load":
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for each in self._threads:
            each.join()
        self._open.close()

    def go_on(self) -> None:
        """Waits until so many more writes were acknowledged."""
        before = len(self.written)
        wait_until(lambda: self.failures or len(self.written) >= before + WRITES)

    def _work(self, writer: int) -> None:
        for number in numbers():
            if self._ended.is_set():
                return
            name = f"{writer}-{number}"
            item = {"pk": {"S": name}, "note": {"S": f"note-{number % 9}"}}
            began_s = time.monotonic()
            if not self._called(number, "put_item", Item=item):
                self.failures.append(name)
                return
            self.written.append(name)
            key = {"pk": {"S": name}}
            found = self._called(number + 1, "get_item", Key=key, ConsistentRead=True)
            if not found or found.get("Item") != item:
                self.failures.append(f"read of {name}: {found}")
                return
            self.longest_s = max(self.longest_s, time.monotonic() - began_s)

    def _called(self, turn: int, operation: str, **members: Any) -> Any:
        for attempt in range(ATTEMPTS):
            urls = self.urls
            dynamodb = self._client(urls[(turn + attempt) % len(urls)])
            try:
                return getattr(dynamodb, operation)(TableName=TABLE, **members)
            except (BotoCoreError, ClientError):
                self.retries += 1
                time.sleep(0.05 * 2**attempt)
        return None

    def _client(self, url: str) -> Any:
        """Returns the client of this thread for a node."""
        key = (threading.get_ident(), url)
        if key not in self._clients:
            self._clients[key] = self._open.enter_context(client(url, attempts=1))
        return self._clients[key]


@contextmanager
def earlier(*flags: str) -> Iterator[Server]:
    """Runs a node of the earlier version during a `with` block."""
    source = str(Path(EARLIER) / "src")
    program = (
        "import sys, jedlik; from jedlik.app.cli import main;"
        f" assert jedlik.__file__.startswith({source!r}); sys.exit(main(sys.argv[2:]))"
    )
    server = start(*flags, extra={"PYTHONPATH": source}, prefix=(sys.executable, "-c", program))
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


@pytest.mark.skipif(not EARLIER, reason="JEDLIK_EARLIER_CHECKOUT names no earlier version")
@pytest.mark.skipif(EARLIER_FORMAT != FORMAT, reason="the earlier version has another format")
@pytest.mark.timeout(600)
def test_nodes_are_replaced_without_a_failed_request() -> None:
    began_s = time.monotonic()
    with running() as database:
        database.execute("CREATE DATABASE upgraded")
        store = ("--store", database.url("upgraded"))
        with earlier(*store) as first, earlier(*store) as second:
            with client(first.url) as dynamodb:
                create(
                    dynamodb,
                    ("pk", "S"),
                    name=TABLE,
                    StreamSpecification={
                        "StreamEnabled": True,
                        "StreamViewType": "NEW_AND_OLD_IMAGES",
                    },
                )
            with Load([first.url, second.url]) as load:
                load.go_on()
                with serving(*store, "--drain", "1") as third:
                    load.urls = [first.url, second.url, third.url]
                    load.go_on()
                    tables_cross(first, third)
                    load.urls = [second.url, third.url]
                    assert first.stop()[0] == 0
                    load.go_on()
                    with serving(*store, "--drain", "1") as fourth:
                        load.urls = [second.url, third.url, fourth.url]
                        load.go_on()
                        # Its clients learn that it is gone from refused connections only.
                        assert second.stop()[0] == 0
                        load.urls = [third.url, fourth.url]
                        load.go_on()
                        ended(load, third)
        verified = run("verify", *store)
        assert (verified.returncode, verified.stderr) == (0, ""), verified.stdout
    count(
        upgrade_writes=len(load.written),
        upgrade_retries=load.retries,
        upgrade_failures=len(load.failures),
    )
    print(
        f"\n{len(load.written)} writes, each with a read, in {time.monotonic() - began_s:.0f} s:"
        f" {load.retries} retries, {len(load.failures)} failures, the longest pair took"
        f" {load.longest_s:.2f} s"
    )


@pytest.mark.skipif(not EARLIER, reason="JEDLIK_EARLIER_CHECKOUT names no earlier version")
@pytest.mark.skipif(EARLIER_FORMAT == FORMAT, reason="the earlier version has the same format")
def test_nodes_of_an_earlier_format_are_stopped_first() -> None:
    with running() as database:
        database.execute("CREATE DATABASE upgraded")
        store = ("--store", database.url("upgraded"))
        with earlier(*store) as node:
            with client(node.url) as dynamodb:
                name = create(dynamodb, ("pk", "S"))
                refused = run("serve", *store, "--port", "0")
                assert refused.returncode == 1
                sentence = f"has format {EARLIER_FORMAT}. This version brings it to format {FORMAT}"
                assert sentence in refused.stderr
                dynamodb.put_item(TableName=name, Item={"pk": {"S": "a"}})  # it goes on
            assert node.stop()[0] == 0
        stopped_s = time.monotonic()
        with serving(*store) as node, client(node.url) as dynamodb:
            assert dynamodb.scan(TableName=name, ConsistentRead=True)["Count"] == 1
            print(f"\nno service for {time.monotonic() - stopped_s:.1f} s")
        with pytest.raises(AssertionError, match="Use the newer version"), earlier(*store):
            pass


def tables_cross(one: Server, other: Server) -> None:
    """A table that one version makes can be used by the other one at once."""
    with client(one.url) as here, client(other.url) as there:
        for makes, uses in ((here, there), (there, here)):
            name = create(makes, ("pk", "S"))
            uses.put_item(TableName=name, Item={"pk": {"S": "a"}})
            assert makes.scan(TableName=name, ConsistentRead=True)["Count"] == 1


def ended(load: Load, server: Server) -> None:
    """Ends the load, and checks that every acknowledged write is there, and once in the stream."""
    load.__exit__()
    assert load.failures == []
    with client(server.url) as dynamodb:
        pages = dynamodb.get_paginator("scan").paginate(TableName=TABLE, ConsistentRead=True)
        assert {each["pk"]["S"] for page in pages for each in page["Items"]} == set(load.written)
    with client(server.url, service="dynamodbstreams") as streams:
        (stream,) = streams.list_streams(TableName=TABLE)["Streams"]
        arn, seen = stream["StreamArn"], []
        for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
            where = {"StreamArn": arn, "ShardId": shard["ShardId"]}
            at = streams.get_shard_iterator(**where, ShardIteratorType="TRIM_HORIZON")
            iterator = at["ShardIterator"]
            while iterator:
                got = streams.get_records(ShardIterator=iterator)
                seen += [each["dynamodb"]["Keys"]["pk"]["S"] for each in got["Records"]]
                iterator = got.get("NextShardIterator") if got["Records"] else None
        # A write that was repeated by its client may be in the stream twice, like on the service.
        assert set(seen) == set(load.written)
        assert len(seen) - len(set(seen)) <= load.retries
