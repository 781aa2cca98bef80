"""`jedlik dump`: all items of a table as lines of DynamoDB JSON on standard output.

Several threads scan one segment each and write whole pages, so the memory does not depend on the
size of the table. The first line describes the table, the last one counts the items: `jedlik load`
needs both to know that nothing is missing.
"""

import os
import threading
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from errno import EINVAL, EOPNOTSUPP
from typing import Any, Final, NamedTuple

import orjson

from jedlik.app.dynamodb_client import Client, RefusedError, Target, UnreachableError
from jedlik.app.item_lines import END, ITEMS, TABLE
from jedlik.app.progress import ITEMS as ITEMS_SHOWN
from jedlik.app.progress import Bar
from jedlik.app.settings import SettingsError
from jedlik.app.table_description import creation_of

_LOOK_S: Final = 0.1


class DumpError(Exception):
    """A dump has ended without being complete. The text says why."""


class Wanted(NamedTuple):
    """What to dump. parallel: the number of segments. items_only: without first and last line."""

    table: str
    parallel: int
    items_only: bool


class Output:
    """A file that several threads write to. Each call writes all of its bytes."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def write(self, lines: bytes) -> None:
        """Writes lines. Raises DumpError."""
        left = memoryview(lines)
        try:
            with self._lock:
                while left:
                    left = left[os.write(self._descriptor, left) :]
        except BrokenPipeError as error:
            raise DumpError("the program that reads it has ended") from error
        except OSError as error:
            raise DumpError(f"cannot write: {error.strerror}") from error

    def sync(self) -> None:
        """Waits until a file is on the disk. Raises DumpError."""
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            if error.errno not in {EINVAL, EOPNOTSUPP}:  # a pipe or a terminal
                raise DumpError(f"cannot write: {error.strerror}") from error


def described(client: Client, table: str) -> dict[str, Any]:
    """Returns the description of a table. Raises SettingsError if there is none to read."""
    try:
        request = orjson.dumps({"TableName": table})
        answer = client.call("DescribeTable", request, attempts=2)
    except UnreachableError as error:
        raise SettingsError(f"{error}. Is the server running? --endpoint names another") from error
    except RefusedError as error:
        raise SettingsError(refusal_text("DescribeTable", table, error)) from error
    found = answer.get("Table")
    if not isinstance(found, dict):
        raise SettingsError("the endpoint does not answer as DynamoDB does")
    return found


def refusal_text(operation: str, table: str, error: RefusedError) -> str:
    """Returns the sentence for a refusal, with what to do next."""
    advice = ""
    if error.code == "ResourceNotFoundException":
        advice = f". There is no table {table} for these credentials, Region and endpoint"
    elif error.code in {"AccessDeniedException", "AccessDenied"}:
        advice = f". The credentials need dynamodb:{operation}"
    elif error.code in {"UnrecognizedClientException", "InvalidSignatureException"}:
        advice = ". Are these the credentials of this endpoint?"
    return f"{operation} was refused: {error}{advice}"


def dump(target: Target, wanted: Wanted, output: Output) -> int:
    """Dumps a table. Returns the number of its items. Raises SettingsError and DumpError."""
    with Client(target) as client:
        return _dumped(client, target, wanted, output)


def _dumped(client: Client, target: Target, wanted: Wanted, output: Output) -> int:
    table = described(client, wanted.table)
    if not wanted.items_only:
        first = {TABLE: creation_of(table), ITEMS: table.get("ItemCount", 0)}
        output.write(orjson.dumps(first) + b"\n")
    reading = _Reading(target, wanted, output)
    bar = Bar("dump", ITEMS_SHOWN, is_hidden=os.isatty(1))
    try:
        reading.run(bar, int(table.get("ItemCount", 0)))
    finally:
        bar.end()
    _check_same(client, wanted.table, table)
    if not wanted.items_only:
        output.write(orjson.dumps({END: {ITEMS: reading.items}}) + b"\n")
    output.sync()
    return reading.items


class _Reading:
    """Scans all segments of a table at once. items: how many have been written."""

    def __init__(self, target: Target, wanted: Wanted, output: Output) -> None:
        self.items = 0
        self._target = target
        self._wanted = wanted
        self._output = output
        self._ended = threading.Event()
        self._lock = threading.Lock()

    def run(self, bar: Bar, total: int) -> None:
        """Returns when all segments have been written. Raises DumpError."""
        count = self._wanted.parallel
        with ThreadPoolExecutor(count, "segment") as threads:
            try:
                left: set[Future[None]] = {
                    threads.submit(self._segment, each) for each in range(count)
                }
                while left:
                    done, left = wait(left, timeout=_LOOK_S, return_when=FIRST_EXCEPTION)
                    for each in done:
                        each.result()
                    bar.show(self.items, total)
            finally:
                self._ended.set()

    def _segment(self, number: int) -> None:
        request: dict[str, Any] = {
            "TableName": self._wanted.table,
            "Segment": number,
            "TotalSegments": self._wanted.parallel,
            "ConsistentRead": True,
        }
        try:
            with Client(self._target, self._ended.wait) as client:
                self._scan(client, request)
        except RefusedError as error:
            raise DumpError(refusal_text("Scan", self._wanted.table, error)) from error
        except UnreachableError as error:
            raise DumpError(str(error)) from error

    def _scan(self, client: Client, request: dict[str, Any]) -> None:
        while not self._ended.is_set():
            answer = client.call("Scan", orjson.dumps(request))
            items = answer["Items"]
            lines = [b'{"Item":' + orjson.dumps(each) + b"}\n" for each in items]
            self._output.write(b"".join(lines))
            with self._lock:
                self.items += len(items)
            if "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _check_same(client: Client, name: str, before: dict[str, Any]) -> None:
    """Raises DumpError if the table is not the one that the dump began with."""
    try:
        after = described(client, name)
    except SettingsError as error:
        raise DumpError(str(error)) from error
    if after.get("TableId") != before.get("TableId"):
        raise DumpError(f"the table {name} was deleted and created again meanwhile")
