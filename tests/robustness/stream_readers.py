"""Reads a stream while nodes write: `python -m tests.robustness.stream_readers --records N`.

With `--minutes M` the writers end after that time, and the readers when they have all records.
`--nodes` is 2 if it is not given.

Some items have one writer, which puts them again and again with the numbers 1, 2, 3, ... in
batches. Others are counters to which the writers of all nodes add. So the records of each item
must have the numbers 1, 2, 3, ... without a gap, in the order in which the readers get them. The
readers ask the nodes in turn.

A machine that is busy or stopped for some seconds makes nodes answer 503, after which a write may
have been made or not. A batch is sent again, and an item that it does not change has no record. An
addition is not: the items of the table say at the end which of them were made.
"""

import argparse
import asyncio
import math
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.app.server import Server, run, start
from tests.simulation.traffic import TABLE, Connection, Refused, whole_table
from tests.storage.postgresql.database import Database, running

NODES: Final = 2
WRITERS: Final = 4  # of each node
_BATCH: Final = 25
_COUNTERS: Final = 20
_ROUND: Final = _BATCH + 1  # records: a batch, and an addition to a counter
_PAGE: Final = 1000
_REPORT_S: Final = 20.0
_VERIFY_S: Final = 60.0
_UNAVAILABLE: Final = "ServiceUnavailable"
_PAUSE_S: Final = 0.1


class Outcome(NamedTuple):
    """How many changes were made, how many records were read, and how many additions were
    answered with 503.
    """

    written: int
    read: int
    unsure: int
    seconds: float


class Written(NamedTuple):
    """How often each item was written, and how many additions to each may have been made."""

    surely: Counter[str]
    perhaps: Counter[str]


class WrongRecordError(Exception):
    """A record is missing, or comes twice, or in another order."""


def read_under_writers(
    database: Database, records: int, ends_s: float = math.inf, count: int = NODES
) -> Outcome:
    """Writes and reads at least so many records, or what was written before `ends_s` (time.time).

    count: how many nodes there are. Raises WrongRecordError.
    """
    rounds = -(-records // (_ROUND * count * WRITERS))
    store = database.url()
    nodes: list[Server] = []
    try:
        nodes.extend(start("--store", store) for _ in range(count))
        ports = [node.port for node in nodes]
        arn = asyncio.run(_table(ports[0]))
        began_s = time.monotonic()
        with (
            tempfile.TemporaryDirectory() as folder,
            ProcessPoolExecutor(count + 1, get_context("spawn")) as pool,
        ):
            total = Path(folder) / "total"
            writing = [
                pool.submit(write, port, at, rounds, ends_s) for at, port in enumerate(ports)
            ]
            reading = pool.submit(read, ports, arn, total)
            answered = _joined([each.result() for each in writing])
            written = asyncio.run(_numbers(ports[0]))
            check_numbers(written, answered)
            _publish(total, written.total())
            latest = reading.result()
        if latest != written:
            raise WrongRecordError("the last numbers are not those of the items")
        seconds = time.monotonic() - began_s
        for node in nodes:
            assert node.stop()[0] == 0
        verified = run("verify", "--store", store, seconds=_VERIFY_S + written.total() / 200)
        assert (verified.returncode, verified.stderr) == (0, ""), verified.stdout
    finally:
        for node in nodes:
            if node.process.returncode is None:
                node.kill()
    return Outcome(written.total(), latest.total(), answered.perhaps.total(), seconds)


def _publish(total: Path, records: int) -> None:
    """Says how many records there are. The file is complete as soon as it exists."""
    new = total.with_name("new")
    new.write_text(str(records))
    new.rename(total)


async def _table(port: int) -> str:
    connection = Connection(port)
    stream = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    made = await connection.call("CreateTable", **TABLE, StreamSpecification=stream)
    await connection.close()
    arn: str = made["TableDescription"]["LatestStreamArn"]
    return arn


async def _numbers(port: int) -> Counter[str]:
    """Returns the number of each item of the table."""
    connection = Connection(port)
    items = await whole_table(connection)
    await connection.close()
    return Counter({each["pk"]["S"]: int(each["n"]["N"]) for each in items})


def check_numbers(found: Counter[str], written: Written) -> None:
    """Raises WrongRecordError if the items of the table are not those that were written."""
    for name in found | written.surely:
        beyond = found[name] - written.surely[name]
        if not 0 <= beyond <= written.perhaps[name]:
            raise WrongRecordError(f"{name}: {found[name]}, but written {written.surely[name]}")


async def _patiently(connection: Connection, operation: str, **members: object) -> dict[str, Any]:
    """Returns the answer to a call that may be made twice."""
    while True:
        try:
            return await connection.call(operation, **members)
        except Refused as refused:
            if str(refused) != _UNAVAILABLE:
                raise
        await asyncio.sleep(_PAUSE_S)


# --- the process of a node's writers -------------------------------------------------------------


def write(port: int, node: int, rounds: int, ends_s: float) -> Written:
    """Writes through one node."""

    async def all_writers() -> list[Written]:
        names = [f"{node}-{number}" for number in range(WRITERS)]
        return await asyncio.gather(*(_writer(port, name, rounds, ends_s) for name in names))

    return _joined(asyncio.run(all_writers()))


def _joined(parts: Sequence[Written]) -> Written:
    joined = Written(Counter(), Counter())
    for part in parts:
        joined.surely.update(part.surely)
        joined.perhaps.update(part.perhaps)
    return joined


async def _writer(port: int, name: str, rounds: int, ends_s: float) -> Written:
    connection = Connection(port)
    chance = random.Random(name)
    written = Written(Counter(), Counter())
    items = [f"{name}-{at}" for at in range(_BATCH)]
    for number in range(1, rounds + 1):
        if time.time() >= ends_s:
            break
        puts = [
            {"PutRequest": {"Item": {"pk": {"S": each}, "n": {"N": str(number)}}}} for each in items
        ]
        answer = await _patiently(connection, "BatchWriteItem", RequestItems={"numbered": puts})
        assert not answer["UnprocessedItems"]
        written.surely.update(items)
        counter = f"counter-{chance.randrange(_COUNTERS)}"
        is_sure = await _added(connection, counter)
        (written.surely if is_sure else written.perhaps).update((counter,))
    await connection.close()
    return written


async def _added(connection: Connection, counter: str) -> bool:
    """Adds to a counter. Returns False if the answer was 503, so that it may have been made."""
    try:
        await connection.call(
            "UpdateItem",
            TableName="numbered",
            Key={"pk": {"S": counter}},
            UpdateExpression="ADD n :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )
    except Refused as refused:
        if str(refused) != _UNAVAILABLE:
            raise
        return False
    return True


# --- the process of the readers ------------------------------------------------------------------


def read(ports: Sequence[int], arn: str, total: Path) -> Counter[str]:
    """Reads all shards. Returns the last number of each item. Raises WrongRecordError."""
    return asyncio.run(Readers(ports, arn, total).read())


class Readers:
    """Reads the shards of a stream, each in a task, until all records have come.

    total: a file with the number of records, which exists when the writers have ended.
    """

    def __init__(self, ports: Sequence[int], arn: str, total: Path) -> None:
        self._ports = ports
        self._arn = arn
        self._file = total
        self._expected = math.inf
        self._latest: Counter[str] = Counter()
        self._total = 0
        self._known: set[str] = set()

    async def read(self) -> Counter[str]:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._report())
            while self._total < self._expected:
                for shard in await self._new_shards():
                    group.create_task(self._follow(shard))
                await asyncio.sleep(0.1)
        return self._latest

    async def _new_shards(self) -> list[str]:
        connection = Connection(self._ports[0])
        described = await _patiently(connection, "DescribeStream", StreamArn=self._arn)
        await connection.close()
        found = {each["ShardId"] for each in described["StreamDescription"]["Shards"]}
        new = sorted(found - self._known)
        self._known |= found
        return new

    async def _follow(self, shard: str) -> None:
        """Reads a shard until all records of the stream have come, and then once more."""
        connections = [Connection(port) for port in self._ports]
        asked = {"StreamArn": self._arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"}
        answer = await _patiently(connections[0], "GetShardIterator", **asked)
        iterator: str | None = answer["ShardIterator"]
        before = ""
        turn = 0
        is_last = False
        while iterator is not None and not is_last:
            is_last = self._total >= self._expected
            turn = (turn + 1) % len(connections)
            page = await _patiently(
                connections[turn], "GetRecords", ShardIterator=iterator, Limit=_PAGE
            )
            for record in page["Records"]:
                change = record["dynamodb"]
                if change["SequenceNumber"] <= before:
                    raise WrongRecordError(f"{shard}: {change} after {before}")
                before = change["SequenceNumber"]
                self.check(change)
            iterator = page.get("NextShardIterator")
            if not page["Records"]:
                await asyncio.sleep(0.01)
        for each in connections:
            await each.close()

    def check(self, change: dict[str, Any]) -> None:
        """Counts a record. Raises WrongRecordError if it does not follow the one before it."""
        name, number = change["Keys"]["pk"]["S"], int(change["NewImage"]["n"]["N"])
        if number != self._latest[name] + 1:
            raise WrongRecordError(f"{name} has {number} after {self._latest[name]}")
        self._latest[name] = number
        self._total += 1

    async def _report(self) -> None:
        began_s = time.monotonic()
        shown_s = began_s
        while self._total < self._expected:
            await asyncio.sleep(0.1)
            if self._file.exists():
                self._expected = int(self._file.read_text())
            now_s = time.monotonic()
            if now_s - shown_s > _REPORT_S:
                shown_s = now_s
                print(f"{self._total:,} records in {now_s - began_s:.0f} s", flush=True)


def main() -> int:
    """Runs once, with a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--nodes", type=int, default=NODES)
    asked = parser.parse_args()
    with running() as database:
        ends_s = time.time() + 60 * asked.minutes
        outcome = read_under_writers(database, asked.records, ends_s, asked.nodes)
    print(
        f"{outcome.read:,} records of {outcome.written:,} changes, each once and in order,"
        f" {outcome.unsure:,} additions answered with 503, {outcome.seconds:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
