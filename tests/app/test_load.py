"""Loads: batches, order, retries, and lines that a table refuses."""

import threading
from pathlib import Path
from typing import Any

import pytest

from jedlik.app.data_files import data_files
from jedlik.app.dynamodb_client import Target
from jedlik.app.load import Destination, LoadError, load
from jedlik.app.load_data import LoadData
from jedlik.core.sigv4.sign import Credentials
from tests.app.scripted_server import Answer, refused, scripted


class Table:
    """A table that accepts `accepts` writes of a batch at most. stored: its items.

    refuses: the key of an item that is not valid.
    """

    def __init__(self, accepts: int = 25, refuses: str = "") -> None:
        self.stored: dict[str, str] = {}
        self.sizes: list[int] = []
        self._accepts = accepts
        self._refuses = refuses
        self._lock = threading.Lock()

    def __call__(self, operation: str, members: dict[str, Any]) -> Answer:
        assert operation == "BatchWriteItem"
        with self._lock:
            ((name, requests),) = members["RequestItems"].items()
            items = [each["PutRequest"]["Item"] for each in requests if "PutRequest" in each]
            keys = [each["pk"]["S"] for each in items]
            if self._refuses in keys:
                return refused("ValidationException", "Item size has exceeded the maximum")
            if len(set(keys)) < len(keys):
                return refused("ValidationException", "Provided list of item keys has duplicates")
            self.sizes.append(len(requests))
            for each in requests[: self._accepts]:
                if "PutRequest" in each:
                    item = each["PutRequest"]["Item"]
                    self.stored[item["pk"]["S"]] = item["v"]["S"]
                else:
                    self.stored.pop(each["DeleteRequest"]["Key"]["pk"]["S"], None)
            rest = requests[self._accepts :]
            return Answer(200, {"UnprocessedItems": {name: rest} if rest else {}})


def lines(*pairs: tuple[str, str]) -> str:
    return "".join(f'{{"pk":{{"S":"{pk}"}},"v":{{"S":"{v}"}}}}\n' for pk, v in pairs)


def run(url: str, path: Path, text: str, parallel: int = 2) -> int:
    path.write_text(text)
    target = Target(url, "us-east-1", lambda: Credentials("jedlik", "jedlik"))
    return load(Destination(target, "music", ("pk",), parallel), LoadData(data_files([path])))


def test_batches(tmp_path: Path) -> None:
    table = Table()
    pairs = [(str(each), "x") for each in range(210)]
    with scripted(table) as url:
        assert run(url, tmp_path / "a", lines(*pairs), parallel=3) == 210
    assert table.stored == dict(pairs)
    assert sum(table.sizes) == 210
    assert max(table.sizes) == 25


def test_what_was_not_processed_is_written_again(tmp_path: Path) -> None:
    table = Table(accepts=7)
    pairs = [(str(each), "x") for each in range(30)]
    with scripted(table) as url:
        assert run(url, tmp_path / "a", lines(*pairs), parallel=1) == 30
    assert table.stored == dict(pairs)
    assert table.sizes == [25, 18, 11, 4, 5]


def test_the_last_line_of_a_key_wins(tmp_path: Path) -> None:
    table = Table()
    pairs = [(str(each % 40), str(each)) for each in range(200)]
    with scripted(table) as url:
        assert run(url, tmp_path / "a", lines(*pairs), parallel=4) == 200
    assert table.stored == dict(pairs)


def test_deletions_of_incremental_exports(tmp_path: Path) -> None:
    table = Table()
    deleted = '{"Metadata":{},"Keys":{"pk":{"S":"0"}}}\n'
    with scripted(table) as url:
        assert run(url, tmp_path / "a", lines(("0", "x"), ("1", "y")) + deleted) == 3
    assert table.stored == {"1": "y"}


def test_large_items_make_small_batches(tmp_path: Path) -> None:
    table = Table()
    pairs = [(str(each), "x" * 390_000) for each in range(30)]
    with scripted(table) as url:
        assert run(url, tmp_path / "a", lines(*pairs), parallel=1) == 30
    assert table.sizes == [11, 11, 8]


def test_a_line_that_is_refused_is_named(tmp_path: Path) -> None:
    pairs = [(str(each), "x") for each in range(9)]
    with (
        scripted(Table(refuses="6")) as url,
        pytest.raises(LoadError, match=r"a, line 7: Item size has .* correct the line") as raised,
    ):
        run(url, tmp_path / "a", lines(*pairs), parallel=1)
    assert "6 items were loaded. Loading again is safe" in str(raised.value)


def test_data_that_ends_early(tmp_path: Path) -> None:
    pairs = [(str(each), "x") for each in range(60)]
    with scripted(Table()) as url, pytest.raises(LoadError, match=r"a, line 61: .*items were load"):
        run(url, tmp_path / "a", lines(*pairs) + '{"pk":', parallel=1)


def test_other_refusals(tmp_path: Path) -> None:
    answer = refused("AccessDeniedException", "not authorized")
    with (
        scripted(lambda *_: answer) as url,
        pytest.raises(LoadError, match=r"The credentials need dynamodb:BatchWriteItem"),
    ):
        run(url, tmp_path / "a", lines(*[(str(each), "x") for each in range(500)]))


def test_a_server_that_stays_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jedlik.app.dynamodb_client.pause_s", lambda _: 0.0)
    with pytest.raises(LoadError, match=r"no answer from .*0 items were loaded"):
        run("http://127.0.0.1:1", tmp_path / "a", lines(("a", "b")))


def test_a_table_that_accepts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jedlik.app.load.pause_s", lambda _: 0.0)
    with scripted(Table(accepts=0)) as url, pytest.raises(LoadError, match="has accepted no write"):
        run(url, tmp_path / "a", lines(("a", "b")))
