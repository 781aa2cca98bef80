"""Dumps: what a server that fails, or a table that changes, does to them."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from jedlik.app.dump import DumpError, Output, Wanted, described, dump
from jedlik.app.dynamodb_client import Client, Target
from jedlik.app.settings import SettingsError
from jedlik.core.sigv4.sign import Credentials
from tests.app.scripted_server import Answer, refused, scripted

TABLE = {
    "TableId": "1",
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "ItemCount": 4,
}


def target(url: str) -> Target:
    return Target(url, "us-east-1", lambda: Credentials("jedlik", "jedlik"))


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Iterator[tuple[Output, Path]]:
    path = tmp_path / "dump"
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY)
    yield Output(descriptor), path
    os.close(descriptor)


class Table:
    """A table of two pages in each segment. scans: the requests. fails: what to answer first."""

    def __init__(self, *fails: Answer) -> None:
        self.scans: list[dict[str, Any]] = []
        self.ids = ["1", "1"]
        self._fails = list(fails)
        self._lock = threading.Lock()

    def __call__(self, operation: str, members: dict[str, Any]) -> Answer:
        with self._lock:
            if operation == "DescribeTable":
                return Answer(200, {"Table": {**TABLE, "TableId": self.ids.pop(0)}})
            self.scans.append(members)
            if self._fails:
                return self._fails.pop(0)
        start = members.get("ExclusiveStartKey")
        name = f"{members['Segment']}{'a' if start is None else 'b'}"
        answer: dict[str, Any] = {"Items": [{"pk": {"S": name}}]}
        return Answer(200, answer if start else {**answer, "LastEvaluatedKey": {"pk": {"S": name}}})


def lines(path: Path) -> list[Any]:
    return [orjson.loads(each) for each in path.read_bytes().splitlines()]


def test_segments_pages_and_retries(file: tuple[Output, Path]) -> None:
    table = Table(refused("ProvisionedThroughputExceededException", "slow"), Answer(200, None))
    with scripted(table) as url:
        assert dump(target(url), Wanted("music", 2, items_only=False), file[0]) == 4
    first, *items, last = lines(file[1])
    assert first["Items"] == 4
    assert first["Table"]["KeySchema"] == TABLE["KeySchema"]
    assert sorted(each["Item"]["pk"]["S"] for each in items) == ["0a", "0b", "1a", "1b"]
    assert last == {"End": {"Items": 4}}
    assert all(each["ConsistentRead"] and each["TotalSegments"] == 2 for each in table.scans)


def test_items_only(file: tuple[Output, Path]) -> None:
    with scripted(Table()) as url:
        assert dump(target(url), Wanted("music", 1, items_only=True), file[0]) == 2
    assert lines(file[1]) == [{"Item": {"pk": {"S": "0a"}}}, {"Item": {"pk": {"S": "0b"}}}]


def test_a_dump_that_fails_has_no_end(file: tuple[Output, Path]) -> None:
    table = Table(refused("AccessDeniedException", "not authorized"))
    with scripted(table) as url, pytest.raises(DumpError, match=r"need dynamodb:Scan"):
        dump(target(url), Wanted("music", 1, items_only=False), file[0])
    assert len(lines(file[1])) == 1


def test_the_table_was_made_again(file: tuple[Output, Path]) -> None:
    table = Table()
    table.ids = ["1", "2"]
    with scripted(table) as url, pytest.raises(DumpError, match="deleted and created again"):
        dump(target(url), Wanted("music", 1, items_only=False), file[0])
    assert "End" not in lines(file[1])[-1]


def test_a_reader_that_has_gone() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with scripted(Table()) as url, pytest.raises(DumpError, match="that reads it has ended"):
        dump(target(url), Wanted("music", 1, items_only=False), Output(writer))
    os.close(writer)


def test_a_disk_that_is_full() -> None:
    with Path("/dev/full").open("wb") as full, pytest.raises(DumpError, match="No space left"):
        Output(full.fileno()).write(b"line\n")


def test_a_slow_reader_gets_everything() -> None:
    reader, writer = os.pipe()
    found: list[bytes] = []

    def read() -> None:
        while piece := os.read(reader, 1_000):
            found.append(piece)

    thread = threading.Thread(target=read)
    thread.start()
    output = Output(writer)
    output.write(b"x" * 300_000)
    output.sync()  # a pipe has no disk
    os.close(writer)
    thread.join()
    os.close(reader)
    assert sum(map(len, found)) == 300_000


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (refused("ResourceNotFoundException", "Not found"), "There is no table music for these"),
        (refused("UnrecognizedClientException", "Bad"), "Are these the credentials"),
        (Answer(200, {}), "does not answer as DynamoDB does"),
    ],
)
def test_tables_that_cannot_be_described(answer: Answer, text: str) -> None:
    with (
        scripted(lambda *_: answer) as url,
        Client(target(url)) as client,
        pytest.raises(SettingsError, match=text),
    ):
        described(client, "music")


def test_no_server() -> None:
    with pytest.raises(SettingsError, match=r"Is the server running\? --endpoint names another"):
        described(Client(target("http://127.0.0.1:1")), "music")
