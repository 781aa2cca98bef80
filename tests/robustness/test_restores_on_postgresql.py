"""Two servers on one database: restores to a second, while both of them write.

The clock of the machine of the second server is an hour ahead. Commits get their times from the
clock of the database, so this changes nothing. Transactions write the same number into two tables.
Both tables are restored to several seconds. At each of them they must have the same numbers, and
exactly those that were committed by its end. One of the servers is killed while it restores.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any, NamedTuple

import pytest

from tests.api.clients import client, create
from tests.app.server import Server, run, start
from tests.figures import count
from tests.robustness.test_clock_steps import Clock
from tests.storage.postgresql.database import Database, running
from tests.waiting import wait_until

TABLES = ("albums", "copies")
INDEX = {
    "IndexName": "by_g",
    "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "KEYS_ONLY"},
}
SECONDS = 3
# By how much the time of a commit may differ from what a client sees: a node asks the database for
# its time every quarter of a second.
INEXACT_S = 0.1


class Written(NamedTuple):
    """A transaction: its number, and when it was sent and answered (Unix time)."""

    number: str
    sent_s: float
    answered_s: float


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with running() as found:
        found.execute("CREATE DATABASE restores")
        yield found


def write(url: str, name: str, written: list[Written], stop: Event) -> None:
    """Makes transactions until it is stopped."""
    with client(url) as dynamodb:
        for at in range(100_000):
            if stop.is_set():
                return
            number = f"{name}-{at}"
            item = {"pk": {"S": number}, "g": {"S": str(at % 3)}}
            puts = [{"Put": {"TableName": each, "Item": item}} for each in TABLES]
            sent_s = time.time()
            dynamodb.transact_write_items(TransactItems=puts)
            written.append(Written(number, sent_s, time.time()))


def numbers(dynamodb: Any, name: str, **members: str) -> set[str]:
    pages = dynamodb.get_paginator("scan").paginate(TableName=name, **members)
    return {item["pk"]["S"] for page in pages for item in page["Items"]}


def restore(dynamodb: Any, second: int) -> None:
    """Begins the restores of both tables to a second."""
    for name in TABLES:
        dynamodb.restore_table_to_point_in_time(
            SourceTableName=name,
            TargetTableName=f"{name}-{second}",
            RestoreDateTime=datetime.fromtimestamp(second, UTC),
        )


def is_active(dynamodb: Any, name: str) -> bool:
    return bool(dynamodb.describe_table(TableName=name)["Table"]["TableStatus"] == "ACTIVE")


def check_second(dynamodb: Any, second: int, written: list[Written]) -> None:
    """Compares the tables that were restored to a second with what was written."""
    found = [numbers(dynamodb, f"{name}-{second}") for name in TABLES]
    assert found[0] == found[1], "a transaction is there in part"
    assert numbers(dynamodb, f"{TABLES[0]}-{second}", IndexName="by_g") == found[0]
    end_s = second + 1
    assert {each.number for each in written if each.answered_s < end_s - INEXACT_S} <= found[0]
    later = {each.number for each in written if each.sent_s > end_s + INEXACT_S}
    assert later
    assert not later & found[0]


def prepare(dynamodb: Any) -> None:
    """Creates both tables with point-in-time recovery."""
    types = {"AttributeDefinitions": [{"AttributeName": x, "AttributeType": "S"} for x in "g"]}
    types["AttributeDefinitions"].append({"AttributeName": "pk", "AttributeType": "S"})
    for name in TABLES:
        create(dynamodb, ("pk", "S"), name=name)
        dynamodb.update_continuous_backups(
            TableName=name,
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
        )
    update = {"GlobalSecondaryIndexUpdates": [{"Create": INDEX}]}
    dynamodb.update_table(TableName=TABLES[0], **types, **update)


def servers(database: Database, folder: Path) -> tuple[Server, Server]:
    clock = Clock(folder)
    clock.be_ahead(3_600)
    flags = ("--store", database.url("restores"))
    return start(*flags), start(*flags, prefix=clock.prefix)


def test_every_second_has_whole_transactions_of_both_servers(
    database: Database, tmp_path: Path
) -> None:
    one, other = servers(database, tmp_path)
    written: list[Written] = []
    stop = Event()
    try:
        with client(one.url) as first, client(other.url) as second:
            prepare(first)
            wait_until(
                lambda: (
                    "GlobalSecondaryIndexes" in second.describe_table(TableName=TABLES[0])["Table"]
                )
            )
            threads = [
                Thread(target=write, args=(url, f"{name}{at}", written, stop))
                for name, url in (("one", one.url), ("other", other.url))
                for at in range(2)
            ]
            begin = int(time.time()) + 1
            for thread in threads:
                thread.start()
            seconds = range(begin, begin + SECONDS)
            for at, each in enumerate(seconds):
                wait_until(lambda: time.time() >= each + 1 + INEXACT_S)  # noqa: B023
                restore((first, second)[at % 2], each)
            wait_until(lambda: any(w.sent_s > seconds[-1] + 1 + INEXACT_S for w in written))
            stop.set()
            for thread in threads:
                thread.join()
            one.kill()
            for each in seconds:
                for name in TABLES:
                    wait_until(lambda: is_active(second, f"{name}-{each}"))  # noqa: B023
                check_second(second, each, written)
            count(restores=2 * SECONDS)
        assert other.stop()[0] == 0
    finally:
        stop.set()
        for server in (one, other):
            server.process.kill()
            server.process.communicate()
    verified = run("verify", "--store", database.url("restores"))
    assert (verified.returncode, verified.stderr) == (0, ""), verified.stdout
    assert "history records" in verified.stdout
