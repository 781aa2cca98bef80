"""Servers with `--store`: several on one database, kills, restarts of the database, `verify`."""

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import asyncpg
import pytest
from botocore.exceptions import BotoCoreError, ClientError

from jedlik.app.database import (
    DatabaseClock,
    DatabaseError,
    address,
    open_store,
    replica_addresses,
    root_pair,
)
from jedlik.app.settings import SettingsError
from jedlik.storage.interface import Epoch
from jedlik.storage.postgresql.servers import Servers
from tests.api.clients import client, create
from tests.app.server import launched, run, serving, start
from tests.app.test_settings import settings
from tests.app.test_storage_failures import page
from tests.storage.postgresql import cluster
from tests.storage.postgresql.database import Database, running
from tests.waiting import wait_until

NAME = "music"


@pytest.fixture(scope="module")
def server() -> Iterator[Database]:
    """A database server that tests may stop."""
    with running() as database:
        yield database


@pytest.fixture
def distributed() -> Iterator[tuple[str, ...]]:
    """The options of servers on a database that Citus distributes."""
    with cluster.running() as servers:
        yield ("--store", servers.coordinator.url(cluster.NAME), "--store-shards", "4")


@pytest.fixture
def store(server: Database, request: pytest.FixtureRequest) -> str:
    """The address of a new database."""
    name = f"test_{abs(hash(request.node.name))}"
    server.execute(f"CREATE DATABASE {name}")
    return server.url(name)


def put(dynamodb: Any, name: str) -> None:
    dynamodb.put_item(TableName=NAME, Item={"pk": {"S": name}})


def names(dynamodb: Any) -> set[str]:
    pages = dynamodb.get_paginator("scan").paginate(TableName=NAME, ConsistentRead=True)
    return {item["pk"]["S"] for each in pages for item in each["Items"]}


def test_two_servers_on_one_database(store: str) -> None:
    with serving("--store", store) as one, serving("--store", store, "--workers", "2") as other:
        assert " database test_" in one.line
        with client(one.url) as first, client(other.url) as second:
            create(first, ("pk", "S"), name=NAME)
            put(second, "a")  # the second server has never seen the table: it looks it up
            put(first, "b")
            assert names(first) == names(second) == {"a", "b"}
            # Both have the table in their caches. A write on the deleted table is refused at once,
            # because each write proves the record of its table.
            first.delete_table(TableName=NAME)
            with pytest.raises(second.exceptions.ResourceNotFoundException):
                put(second, "c")
            create(second, ("pk", "S"), name=NAME)
            put(first, "d")
            assert names(second) == {"d"}
            with pytest.raises(first.exceptions.ResourceInUseException):
                create(first, ("pk", "S"), name=NAME)
        refused = run("verify", "--store", store)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "stop it first" in refused.stderr
    verified = run("verify", "--store", store)
    assert (verified.returncode, verified.stderr) == (0, "")
    assert ": 1 tables, 1 items" in verified.stdout
    assert verified.stdout.endswith("all agree\n")


def test_two_servers_on_a_cluster(distributed: tuple[str, ...]) -> None:
    keys = [f"key {number}" for number in range(20)]
    with (
        serving(*distributed) as one,
        serving(*distributed) as other,
        client(one.url) as first,
        client(other.url) as second,
    ):
        create(first, ("pk", "S"), name=NAME)
        puts = [{"Put": {"TableName": NAME, "Item": {"pk": {"S": key}}}} for key in keys]
        second.transact_write_items(TransactItems=puts)
        gets = [{"Get": {"TableName": NAME, "Key": {"pk": {"S": key}}}} for key in keys]
        answer = first.transact_get_items(TransactItems=gets)
        assert [each["Item"]["pk"]["S"] for each in answer["Responses"]] == keys
        assert names(first) == names(second) == set(keys)
        pages = first.get_paginator("scan").paginate(
            TableName=NAME, PaginationConfig={"PageSize": 3}
        )
        assert [len(each["Items"]) for each in pages] == [3, 3, 3, 3, 3, 3, 2]
    verified = run("verify", *distributed[:2])
    assert (verified.returncode, verified.stderr) == (0, "")
    assert ": 1 tables, 20 items" in verified.stdout


def test_a_change_of_a_table_is_seen_by_reads_within_the_bound(store: str) -> None:
    with (
        serving("--store", store) as one,
        serving("--store", store) as other,
        client(one.url) as first,
        client(other.url) as second,
    ):
        create(first, ("pk", "S"), name=NAME)
        put(first, "a")
        assert second.get_item(TableName=NAME, Key={"pk": {"S": "a"}})["Item"]
        first.delete_table(TableName=NAME)

        def is_gone() -> bool:
            try:
                second.get_item(TableName=NAME, Key={"pk": {"S": "a"}})
            except second.exceptions.ResourceNotFoundException:
                return True
            return False

        wait_until(is_gone)


def test_a_killed_server_loses_nothing_and_its_jobs_move_on(store: str) -> None:
    """Deleted tables are erased by a job: whichever server has its lease."""
    acknowledged: set[str] = set()
    one = start("--store", store)
    with serving("--store", store) as other, client(other.url) as second:
        with client(one.url) as first:
            create(first, ("pk", "S"), name=NAME)
            create(first, ("pk", "S"), name="deleted")

            def write() -> None:
                for number in range(100_000):
                    try:
                        put(first, str(number))
                    except (BotoCoreError, ClientError):
                        return
                    acknowledged.add(str(number))

            writer = Thread(target=write)
            writer.start()
            wait_until(lambda: len(acknowledged) > 50)
            first.delete_table(TableName="deleted")
            one.kill()
            writer.join()
        assert acknowledged <= names(second)
        put(second, "after")
    verified = run("verify", "--store", store)
    assert (verified.returncode, verified.stderr) == (0, ""), verified.stdout


def test_the_database_restarts(server: Database, store: str) -> None:
    with serving("--store", store) as one:
        with client(one.url) as dynamodb:
            create(dynamodb, ("pk", "S"), name=NAME)
            put(dynamodb, "before")
        server.stop(signal.SIGQUIT)  # as in a crash
        outage = 'jedlik_storage_outage{kind="unreachable"} '
        wait_until(lambda: page(one)[0] == 503)
        wait_until(lambda: outage + "1.0" in page(one, "/metrics")[1])
        with client(one.url) as dynamodb, pytest.raises(ClientError) as caught:
            put(dynamodb, "during")
        assert caught.value.response["Error"]["Code"] == "ServiceUnavailable"
        server.start()
        wait_until(lambda: page(one)[0] == 200)
        wait_until(lambda: outage + "0.0" in page(one, "/metrics")[1])
        with client(one.url) as dynamodb:
            put(dynamodb, "after")
            assert names(dynamodb) >= {"before", "after"}
        status, errors = one.stop()
        assert status == 0
        assert "storage outage: The database cannot be reached" in errors
        assert "storage outage over" in errors


def test_a_server_reads_from_a_replica(server: Database, store: str) -> None:
    standby = server.standby()
    replica = standby.url(store.rpartition("/")[2])
    shown = f'{{replica="127.0.0.1:{standby.port} database {store.rpartition("/")[2]}"}} '

    def metric(name: str) -> float:
        lines = page(one, "/metrics")[1].splitlines()
        (line,) = [each for each in lines if each.startswith(name + shown)]
        return float(line.rpartition(" ")[2])

    try:
        with (
            serving("--store", store, "--store-replica", replica, "--workers", "2") as one,
            client(one.url) as dynamodb,
        ):
            create(dynamodb, ("pk", "S"), name=NAME)
            put(dynamodb, "a")
            assert names(dynamodb) == {"a"}
            wait_until(lambda: metric("jedlik_replica_lag_seconds") < 1)
            assert metric("jedlik_replica_reads_total") == 0
            got: dict[str, Any] = {"TableName": NAME, "Key": {"pk": {"S": "a"}}}
            wait_until(lambda: "Item" in dynamodb.get_item(**got))
            assert dynamodb.scan(TableName=NAME)["Count"] == 1
            key = {
                "KeyConditionExpression": "pk = :a",
                "ExpressionAttributeValues": {":a": got["Key"]["pk"]},
            }
            assert dynamodb.query(TableName=NAME, **key)["Count"] == 1
            batch = {NAME: {"Keys": [got["Key"]]}}
            assert dynamodb.batch_get_item(RequestItems=batch)["Responses"][NAME]
            select = f"SELECT * FROM {NAME} WHERE pk = 'a'"
            assert dynamodb.execute_statement(Statement=select)["Items"]
            wait_until(lambda: metric("jedlik_replica_reads_total") >= 5)
            # What must not be old goes to the primary.
            before = metric("jedlik_replica_reads_total")
            dynamodb.transact_get_items(TransactItems=[{"Get": got}])
            dynamodb.get_item(**got, ConsistentRead=True)
            dynamodb.update_item(
                **got, UpdateExpression="SET a = :a", ExpressionAttributeValues={":a": {"N": "1"}}
            )
            dynamodb.describe_table(TableName=NAME)
            standby.stop(signal.SIGQUIT)
            for _ in range(10):
                assert "Item" in dynamodb.get_item(**got)
                assert dynamodb.scan(TableName=NAME)["Count"] == 1
            assert page(one, "/health/ready")[0] == 200
            wait_until(lambda: metric("jedlik_replica_lag_seconds") > 1)
            assert metric("jedlik_replica_reads_total") == before
    finally:
        if standby.process is not None:
            standby.stop(signal.SIGQUIT)


def test_addresses_of_replicas() -> None:
    given = ("--store", "postgresql://a@one/b", "--store-replica")
    both = settings(*given, "postgresql://a@two/b", "--store-replica", "postgresql://a@three/b")
    shown = [each.shown for each in replica_addresses(both, {})]
    assert shown == ["two database b", "three database b"]
    with pytest.raises(SettingsError, match="--store-replica must begin with postgresql://"):
        replica_addresses(settings(*given, "mysql://a@two/b"), {})


def test_nothing_shows_the_password(server: Database, store: str, tmp_path: Path) -> None:
    server.execute("CREATE ROLE guest LOGIN PASSWORD 'never-shown'")
    guest = store.replace("jedlik@", "guest@")
    with_password = guest.replace("guest@", "guest:never-shown@")
    refused = run("serve", "--store", with_password)
    assert refused.returncode == 2
    assert "must not have a password" in refused.stderr
    assert "never-shown" not in refused.stderr + refused.stdout
    path = tmp_path / "password"
    path.write_text("never-shown\n")
    # The guest may not create the schema: the error names the database and the reason.
    given = ("--store", guest, "--store-password-file", str(path))
    done = run("serve", *given, "--port", "0")
    assert done.returncode == 1
    assert "permission denied" in done.stderr
    assert "never-shown" not in done.stderr + done.stdout


def test_a_database_that_is_not_there() -> None:
    done = run("serve", "--store", "postgresql://jedlik@127.0.0.1:1/none", "--port", "0")
    assert done.returncode == 1
    assert done.stderr.startswith("jedlik: cannot open 127.0.0.1:1 database none: ")
    with launched("--store", "postgresql://jedlik@127.0.0.1:1/none", "--memory") as process:
        assert process.wait(20) == 2


def test_a_database_that_ends_while_a_server_starts(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever connection meets it, the operator reads a sentence."""
    connect, left = Servers.connect, 0

    async def fail_later(servers: Servers) -> Any:
        nonlocal left
        if left == 0:
            raise asyncpg.ConnectionDoesNotExistError("connection was closed")
        left -= 1
        return await connect(servers)

    monkeypatch.setattr(Servers, "connect", fail_later)
    for successes in range(3):  # those of the schema, the watcher and the secret
        left = successes
        with pytest.raises(DatabaseError, match=r"cannot open .* connection was closed"):
            asyncio.run(open_store(settings("--store", store), {}, None, Epoch()))


def test_servers_with_different_sealing_keys_are_refused(store: str) -> None:
    """Otherwise each of them seals secrets that the others cannot open."""
    first, second = b"\x01" * 32, b"\x02" * 32

    async def opened(key: bytes | None) -> None:
        found = await open_store(settings("--store", store), {}, key, Epoch())
        await found.storage.close()

    asyncio.run(opened(first))
    asyncio.run(opened(first))
    for key in (second, None):
        with pytest.raises(DatabaseError, match="is served with another key: give the one"):
            asyncio.run(opened(key))
    asyncio.run(opened(first))


def test_a_sealing_key_cannot_take_the_place_of_the_one_in_the_database(store: str) -> None:
    async def opened(key: bytes | None) -> bytes:
        found = await open_store(settings("--store", store), {}, key, Epoch())
        await found.storage.close()
        return found.sealing_key()

    before = asyncio.run(opened(None))
    with pytest.raises(DatabaseError, match="is served with another key"):
        asyncio.run(opened(b"\x01" * 32))
    assert asyncio.run(opened(None)) == before


def test_servers_share_one_root_key_pair() -> None:
    with pytest.raises(SettingsError, match="JEDLIK_ROOT_ACCESS_KEY_ID"):
        root_pair({})
    given = {"JEDLIK_ROOT_ACCESS_KEY_ID": "AKIA1", "JEDLIK_ROOT_SECRET_ACCESS_KEY": "secret"}
    assert root_pair(given).access_key_id == "AKIA1"


def test_an_address_that_cannot_be_used() -> None:
    with pytest.raises(SettingsError, match="postgresql://"):
        address(settings("--store", "mysql://host/database"), {})


def test_the_clock_is_that_of_the_database() -> None:
    assert DatabaseClock(lambda: 1234).now_ms() == 1234
