"""A feature is one row of FEATURES: the product works without it, and a new one is one more row."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.key_schema import KeySchema
from jedlik.core.keys.space import Space
from jedlik.engine.context import Node
from jedlik.engine.feature import Feature
from jedlik.engine.jobs import Job, Piece, write
from jedlik.engine.participant import Derived, ItemChange, Participant
from jedlik.engine.read import pages
from jedlik.engine.table import Table
from jedlik.engine.table_hooks import TableChange, TableHooks
from jedlik.engine.table_record import TableRecord
from jedlik.engine.verification import Verification, VerifiedItem, Verifier, name_of
from jedlik.features.options import Options
from jedlik.features.registry import FEATURES
from jedlik.storage.interface import Add, Batch, Delete, Fence, Mutation, Put, counters_of
from tests.engine.in_memory import Caller, result_of, values
from tests.features.secondary_indexes.samples import do_jobs, verified
from tests.tidy.source import PACKAGE
from tests.tidy.test_layers import FEATURES as NAMES

Make = Callable[[Options], Feature]
NEEDED: Final = ("tables", "items")
ITEM: Final = {"pk": {"S": "a"}, "n": {"N": "1"}}


def named(make: Make) -> str:
    return make(Options()).name


OPTIONAL: Final = [make for make in FEATURES if named(make) not in NEEDED]


def test_the_rows_are_in_the_order_in_which_features_may_import_each_other() -> None:
    assert tuple(map(named, FEATURES)) == NAMES
    packages = {path.parent.name for path in (PACKAGE / "features").glob("*/__init__.py")}
    assert packages == set(NAMES)


@pytest.mark.parametrize("removed", OPTIONAL, ids=named)
def test_items_are_written_without_an_optional_feature(removed: Make) -> None:
    caller = Caller(makers=[make for make in FEATURES if make is not removed])
    caller.create()
    caller.call("PutItem", TableName="music", Item=ITEM)
    assert caller.call("GetItem", TableName="music", Key={"pk": ITEM["pk"]})["Item"] == ITEM
    assert caller.describe()["ItemCount"] == 1
    do_jobs(caller)
    assert verified(caller).sentences == []
    caller.call("DeleteTable", TableName="music")
    do_jobs(caller)
    assert verified(caller).sentences == []


def test_items_are_written_without_all_optional_features() -> None:
    caller = Caller(makers=[make for make in FEATURES if make not in OPTIONAL])
    caller.create()
    caller.call("PutItem", TableName="music", Item=ITEM)
    assert caller.call("GetItem", TableName="music", Key={"pk": ITEM["pk"]})["Item"] == ITEM


# --- a feature that counts the writes of each table ----------------------------------------------

SPACE: Final = Space.TOKEN  # which has nothing under the ids of tables
WORK: Final = Span(Space.JOB, 0, (b"publish count", b""), (b"publish count\x00", b""))


def count_key(table_id: int) -> Key:
    return Key(SPACE, table_id, b"count", b"")


def published_key(table_id: int) -> Key:
    return Key(SPACE, table_id, b"published", b"")


def work_key(table_id: int) -> Key:
    return Key(Space.JOB, 0, b"publish count", table_id.to_bytes(8, "big"))


class CountingParticipant(Participant):
    """Counts each change of an item, and leaves work for the job."""

    def derive(self, change: ItemChange, found: Mapping[Key, bytes | None]) -> Derived | None:
        """See Participant."""
        if change.is_same:
            return None
        table_id = change.key.table
        work = Put(work_key(table_id), table_id.to_bytes(8, "big"))
        return Derived((Add(count_key(table_id), (1,)), work))


class CountingHooks(TableHooks):
    """The part of the feature in the life of tables."""

    spaces = (SPACE,)

    def participant_for(self, record: TableRecord, key: KeySchema) -> Participant | None:
        """See TableHooks."""
        return CountingParticipant()

    def derive(self, change: TableChange, values: Mapping[Key, bytes | None]) -> Sequence[Mutation]:
        """See TableHooks."""
        return [Delete(work_key(change.after["Id"]))] if change.is_deletion else []

    def description_reads(self, record: TableRecord) -> Sequence[Key]:
        """See TableHooks."""
        return [published_key(record["Id"])]

    def describe(
        self, record: TableRecord, values: Mapping[Key, bytes | None], now_ms: int | None
    ) -> Mapping[str, object]:
        """See TableHooks."""
        (count,) = counters_of(values[published_key(record["Id"])], 1)
        return {"WriteCount": count}


async def counts(node: Node) -> Sequence[Piece]:
    """Return the work of the tables whose count has changed since it was published."""
    found = [each async for stored in pages(node.storage, WORK) for each in stored]
    ids = [int.from_bytes(each, "big") for each in found]
    return [Piece(f"table {each}", is_due, partial(publish, node, each)) for each in ids]


async def is_due() -> bool:
    """Return whether the count of a table of `counts` must be published: always."""
    return True


async def publish(node: Node, table_id: int, lease: Fence) -> None:
    """Publish the count of one table."""
    (count,) = await node.storage.read([count_key(table_id)], consistent=True)
    assert count is not None
    await write(node, lease, [Put(published_key(table_id), count), Delete(work_key(table_id))])


class CountFollower:
    """Verifies that a table was written at least as often as it has items."""

    def __init__(self, verification: Verification, table: Table) -> None:
        self._verification = verification
        self._table = table
        self._items = 0

    async def page(self, items: Sequence[VerifiedItem]) -> None:
        """Count items."""
        self._items += len(items)

    async def end(self) -> None:
        """Compare."""
        storage, report = self._verification.storage, self._verification.report
        (stored,) = await storage.read([count_key(self._table.id)], consistent=True)
        (count,) = counters_of(stored, 1)
        if count < self._items:
            report.wrong(name_of(self._table), f"{self._items} items, and {count} writes")


def counting(options: Options) -> Feature:
    """The row of the feature."""
    return Feature(
        "counting",
        CountingHooks(),
        jobs=(Job("publish counts", 1.0, counts),),
        load_verifier=lambda: Verifier(
            lambda verification, table: [CountFollower(verification, table)]
        ),
    )


def counted() -> Caller:
    """A caller whose product has the feature, with a table that was written three times."""
    caller = Caller(makers=(*FEATURES, counting))
    caller.create()
    for number in (1, 2, 2):  # the last write changes nothing
        caller.call("PutItem", TableName="music", Item={**ITEM, "n": {"N": str(number)}})
    caller.call("PutItem", TableName="music", Item={**ITEM, "pk": {"S": "b"}})
    return caller


def test_a_new_feature_takes_part_in_commits() -> None:
    assert counters_of(values(counted())[count_key(1)], 1) == (3,)


def test_a_new_feature_takes_part_in_transactions_and_batches() -> None:
    caller = counted()
    put = {"TableName": "music", "Item": {"pk": {"S": "c"}}}
    caller.call("TransactWriteItems", TransactItems=[{"Put": put}])
    delete = {"DeleteRequest": {"Key": {"pk": {"S": "c"}}}}
    caller.call("BatchWriteItem", RequestItems={"music": [delete]})
    assert counters_of(values(caller)[count_key(1)], 1) == (5,)


def test_a_new_feature_has_its_job_and_its_members() -> None:
    caller = counted()
    assert caller.describe()["WriteCount"] == 0
    do_jobs(caller)
    assert caller.describe()["WriteCount"] == 3


def test_a_new_feature_is_verified() -> None:
    caller = counted()
    assert verified(caller).sentences == []
    damaged = Batch([Delete(count_key(1))], None)
    result_of(caller.storage.transact([], lambda _: damaged))
    assert verified(caller).sentences == ["table music in us-east-1: 2 items, and 0 writes"]


def test_what_a_new_feature_stores_is_erased_with_the_table() -> None:
    caller = counted()
    do_jobs(caller)
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "c"}})
    caller.call("DeleteTable", TableName="music")
    assert work_key(1) not in values(caller)
    do_jobs(caller)
    assert not [key for key in values(caller) if key.table == 1]
    left = Batch([Put(count_key(1), b"")], None)
    result_of(caller.storage.transact([], lambda _: left))
    assert verified(caller).sentences == ["deleted table number 1: has entries (TOKEN)"]
