"""`jedlik load`: lines of DynamoDB JSON into a table.

One thread reads the lines; several write batches of 25. All writes of one primary key go to the
same thread in their order, so the last line of a key wins, as it would one by one. Queues are
bounded, so the memory does not depend on the size of the data. Nothing is skipped: the first line
that the table refuses ends the command, and its error names the line. Loading again is safe: it
writes the same items.
"""

import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import orjson

from jedlik.app.data_files import DataError
from jedlik.app.dump import refusal_text
from jedlik.app.dynamodb_client import (
    ATTEMPTS,
    Client,
    RefusedError,
    Target,
    UnreachableError,
    pause_s,
)
from jedlik.app.item_lines import Write, key_bytes
from jedlik.app.load_data import LoadData
from jedlik.app.progress import ITEMS, MEGABYTES, Bar

_BATCH: Final = 25  # the largest of BatchWriteItem
_BATCH_BYTES: Final = 4 << 20
_QUEUED: Final = 2
_LOOK_S: Final = 0.1
_INVALID: Final = "ValidationException"
_AGAIN: Final = "Loading again is safe: items that are there are written again"


class LoadError(Exception):
    """A load has ended without being complete. The text says why, and what to do next."""


class Destination(NamedTuple):
    """A table to write to. keys: the names of its key attributes. parallel: how many threads."""

    target: Target
    table: str
    keys: tuple[str, ...]
    parallel: int


def load(destination: Destination, data: LoadData) -> int:
    """Loads all data. Returns the number of writes. Raises LoadError."""
    writers = _Writers(destination)
    in_bytes = data.total_bytes > 0
    bar = Bar("load", MEGABYTES if in_bytes else ITEMS)
    items = 0 if data.header is None else data.header.items
    try:
        with writers.running():
            for write in data.writes(destination.keys):
                writers.add(write)
                if in_bytes:
                    bar.show(data.passed_bytes, data.total_bytes)
                elif items:
                    bar.show(writers.added, items)
            writers.finish()
    except DataError as error:
        raise LoadError(f"{error}. {_so_far(writers.written)}") from error
    except LoadError as error:
        raise LoadError(f"{error}. {_so_far(writers.written)}") from error
    finally:
        bar.end()
    return writers.written


def _so_far(written: int) -> str:
    return f"{written:,} items were loaded. {_AGAIN}"


class _Writers:
    """The threads that write, and the batches that are being filled for them.

    added: how many writes were given to them. written: how many the table has.
    """

    def __init__(self, destination: Destination) -> None:
        self.added = 0
        self.written = 0
        self._to = destination
        count = destination.parallel
        self._filling: list[dict[bytes, Write]] = [{} for _ in range(count)]
        self._bytes = [0] * count
        self._queues: list[queue.Queue[Sequence[Write] | None]] = [
            queue.Queue(_QUEUED) for _ in range(count)
        ]
        self._threads: list[Future[None]] = []
        self._ended = threading.Event()
        self._lock = threading.Lock()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Runs the threads during a `with` block."""
        with ThreadPoolExecutor(self._to.parallel, "writer") as pool:
            self._threads = [pool.submit(self._run, each) for each in self._queues]
            try:
                yield
            finally:
                self._ended.set()

    def add(self, write: Write) -> None:
        """Gives a write to its thread. Waits while there are many. Raises LoadError."""
        at = hash(write.key) % self._to.parallel
        self.added += 1
        batch = self._filling[at]
        replaced = batch.pop(write.key, None)  # one batch cannot have a key twice
        if replaced is not None:
            self._bytes[at] -= len(replaced.request)
            with self._lock:
                self.written += 1  # by the later one
        batch[write.key] = write
        self._bytes[at] += len(write.request)
        if len(batch) == _BATCH or self._bytes[at] >= _BATCH_BYTES:
            self._send(at)

    def finish(self) -> None:
        """Writes what is left, and waits for all threads. Raises LoadError."""
        for at, each in enumerate(self._queues):
            if self._filling[at]:
                self._send(at)
            self._put(each, None)
        left = set(self._threads)
        while left:
            done, left = wait(left, return_when=FIRST_EXCEPTION)
            for thread in done:
                thread.result()

    def _send(self, at: int) -> None:
        self._put(self._queues[at], list(self._filling[at].values()))
        self._filling[at] = {}
        self._bytes[at] = 0

    def _put(
        self, to: "queue.Queue[Sequence[Write] | None]", batch: Sequence[Write] | None
    ) -> None:
        while True:
            for thread in self._threads:
                if thread.done():
                    thread.result()
            try:
                to.put(batch, timeout=_LOOK_S)
            except queue.Full:
                continue
            return

    def _run(self, batches: "queue.Queue[Sequence[Write] | None]") -> None:
        """The loop of a thread."""
        with Client(self._to.target, self._ended.wait) as client:
            while not self._ended.is_set():
                try:
                    batch = batches.get(timeout=_LOOK_S)
                except queue.Empty:
                    continue
                if batch is None:
                    return
                self._write(client, batch)

    def _write(self, client: Client, batch: Sequence[Write]) -> None:
        """Writes a batch, again and again until the table has all of it. Raises LoadError."""
        left = {write.key: write for write in batch}
        failures = 0
        while left and not self._ended.is_set():
            requests = b",".join([write.request for write in left.values()])
            body = b'{"RequestItems":{%b:[%b]}}' % (orjson.dumps(self._to.table), requests)
            try:
                answer = client.call("BatchWriteItem", body)
            except UnreachableError as error:
                raise LoadError(str(error)) from error
            except RefusedError as error:
                if error.code == _INVALID and len(left) > 1:  # find out which one
                    for write in left.values():
                        self._write(client, [write])
                    return
                raise LoadError(self._refused(error, next(iter(left.values())))) from error
            rest = self._unprocessed(answer, left)
            failures = failures + 1 if len(rest) == len(left) else 0
            with self._lock:
                self.written += len(left) - len(rest)
            left = rest
            if failures == ATTEMPTS:
                raise LoadError(
                    f"the table {self._to.table} has accepted no write for a minute, because of its"
                    " write capacity. Raise it"
                )
            if left:
                client.pause(pause_s(failures + 1))

    def _unprocessed(
        self, answer: Mapping[str, Any], left: Mapping[bytes, Write]
    ) -> dict[bytes, Write]:
        """Returns the writes that the table has not accepted."""
        rest: dict[bytes, Write] = {}
        for requests in answer.get("UnprocessedItems", {}).values():
            for request in requests:
                put = request.get("PutRequest")
                item = request["DeleteRequest"]["Key"] if put is None else put["Item"]
                key = key_bytes(item, self._to.keys)
                rest[key] = left[key]
        return rest

    def _refused(self, error: RefusedError, write: Write) -> str:
        if error.code == _INVALID:
            return f"{write.where}: {error}. Nothing is skipped: correct the line, and load again"
        return refusal_text("BatchWriteItem", self._to.table, error)
