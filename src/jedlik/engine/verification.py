"""`jedlik verify`: checks that everything in a storage is consistent.

Every commit of an item also writes what features derive from the item, such as index entries. A
verification derives all of it again from the items alone, and compares. A scan returns values
without their keys. So each expected entry is read by its key, and then the number of entries shows
that there are no others. Nothing may write at the same time.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

import orjson

from jedlik.core.errors import Reject
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes, stored_size_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.catalog import TABLES, load_table
from jedlik.engine.data_keys import DataKeys
from jedlik.engine.read import pages
from jedlik.engine.table import Table, catalog_key, is_lost
from jedlik.engine.table_hooks import TableHooks, spaces_to_erase
from jedlik.storage.interface import Storage, counters_of

_SENTENCES: Final = 1_000


class Report:
    """The result of a verification: what was counted, and a sentence for each fault.

    unread: sentences about what could not be read, which is no fault.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.unread: list[str] = []
        self.wrong_count = 0
        self.sentences: list[str] = []  # the first thousand

    def wrong(self, where: str, what: str) -> None:
        """Adds a sentence. where: the table, index or stream that it is about."""
        self.wrong_count += 1
        if len(self.sentences) < _SENTENCES:
            self.sentences.append(f"{where}: {what}")

    def compare(self, where: str, what: str, *, stored: object, expected: object) -> None:
        """Adds a sentence if what is stored is not what was expected."""
        if stored != expected:
            self.wrong(where, f"{what}: stored is {stored!r}, expected {expected!r}")


class VerifiedItem(NamedTuple):
    """An item, the bytes in which it is stored, and the key that follows from its attributes."""

    key: Key
    item: Item
    stored: bytes


class Follower(Protocol):
    """Compares what one feature derived from the items of one table with these items.

    A verification reads each table once and passes its items to all followers.
    """

    async def page(self, items: Sequence[VerifiedItem]) -> None:
        """Compares the next items, in the order of their keys."""
        ...

    async def end(self) -> None:
        """Compares what can be compared only after the last item, such as the number of entries."""
        ...


class Verification(NamedTuple):
    """One verification of a storage.

    tables: the tables read so far, by id. They are complete when `Verifier.storage` is called.
    spaces: the spaces in which features store entries under the id of a table.
    data_keys: opens the data keys of tables whose values are encrypted.
    """

    storage: Storage
    tables: Mapping[int, Table]
    spaces: Sequence[Space]
    report: Report
    data_keys: DataKeys

    async def can_read_log(self, table_id: int) -> bool:
        """Returns whether the log of a table can be read, which may have been deleted."""
        table = self.tables.get(table_id)
        if table is not None:
            return not is_lost(table)
        locked = await self.data_keys.open_log(table_id)
        return locked is None or not locked.is_lost


VerifyTable = Callable[[Verification, Table], Sequence[Follower]]
VerifyStorage = Callable[[Verification], Awaitable[None]]


class Verifier(NamedTuple):
    """What one feature verifies.

    table: returns the followers of one table.
    storage: verifies the rest of what the feature stores, after all tables were read.
    """

    table: VerifyTable | None = None
    storage: VerifyStorage | None = None


class Verifiable(Protocol):
    """The part of a `Feature` that a verification needs."""

    @property
    def table(self) -> TableHooks:
        """See Feature."""
        ...

    @property
    def load_verifier(self) -> Callable[[], Verifier] | None:
        """See Feature."""
        ...


async def verify(storage: Storage, features: Sequence[Verifiable], data_keys: DataKeys) -> Report:
    """Verifies everything that a storage holds. Raises StorageUnavailableError.

    storage: that to which `data_keys` gives the ciphers of tables.
    """
    tables: dict[int, Table] = {}
    verifiers = [each.load_verifier() for each in features if each.load_verifier is not None]
    hooks = [each.table for each in features]
    verification = Verification(storage, tables, spaces_to_erase(hooks), Report(), data_keys)
    async for records in pages(storage, TABLES):
        for stored in records:
            table = load_table(stored, hooks)
            if table.id in tables:
                what = f"has the id {table.id} of {name_of(tables[table.id])}"
                verification.report.wrong(name_of(table), what)
            tables[table.id] = table
            await _verify_record(verification, table)
            if "DataKey" in table.record:
                table.locked = await data_keys.open(table.record)
            if is_lost(table):
                unread = f"{name_of(table)}: its encryption key cannot be used, so it was not read"
                verification.report.unread.append(unread)
                continue
            await _verify_items(verification, table, _followers(verification, table, verifiers))
    for verifier in verifiers:
        if verifier.storage is not None:
            await verifier.storage(verification)
    return verification.report


def name_of(table: Table) -> str:
    """Returns the name of a table as reports print it."""
    return f"table {table.name} in {table.record['Region']}"


def item_in(stored: bytes) -> Item | None:
    """Returns the item in stored bytes, or None if they are damaged."""
    try:
        return item_from_bytes(stored)
    except orjson.JSONDecodeError:
        return None


def size_in(stored: bytes) -> int:
    """Returns the size that is stored with an item, or -1 if no item can be that large."""
    try:
        return stored_size_bytes(stored)
    except Reject:
        return -1


def _followers(
    verification: Verification, table: Table, verifiers: Sequence[Verifier]
) -> list[Follower]:
    makers = [each.table for each in verifiers if each.table is not None]
    return [follower for make in makers for follower in make(verification, table)]


async def _verify_record(verification: Verification, table: Table) -> None:
    record = table.record
    key = catalog_key(record["Region"], record["AccountId"], record["TableName"])
    (stored,) = await verification.storage.read([key], consistent=True)
    if stored != table.stored:
        verification.report.wrong(name_of(table), "is not stored under its name")
    verification.report.counts["tables"] += 1


async def _verify_items(
    verification: Verification, table: Table, followers: Sequence[Follower]
) -> None:
    """Verifies that each item is complete and stored under its key, and what features derived from
    the items.
    """
    storage, report, where = verification.storage, verification.report, name_of(table)
    count = size_bytes = 0
    last: Key | None = None
    async for values in pages(storage, Span(Space.ITEM, table.id)):
        found = [_verified(table, stored) for stored in values]
        items = [each for each in found if each is not None]
        if len(items) < len(values):
            report.wrong(where, f"{len(values) - len(items)} items cannot be read")
        for each in items:
            if last is not None and each.key <= last:
                report.wrong(where, f"an item is out of order: {each.item}")
            last = each.key
        await _verify_keys(verification, where, items)
        count += len(values)
        size_bytes += sum(map(size_in, values))
        for follower in followers:
            await follower.page(items)
    for follower in followers:
        await follower.end()
    (counters,) = await storage.read([table.counter_key], consistent=True)
    stored_counts = counters_of(counters, 2)
    expected = (count, size_bytes)
    report.compare(where, "items and their bytes", stored=stored_counts, expected=expected)
    report.counts["items"] += count


def _verified(table: Table, stored: bytes) -> VerifiedItem | None:
    item = item_in(stored)
    if item is None:
        return None
    try:
        return VerifiedItem(fitting_key(table.key, item), item, stored)
    except Reject:  # the item does not have the key of the table
        return None


async def _verify_keys(
    verification: Verification, where: str, items: Sequence[VerifiedItem]
) -> None:
    found = await verification.storage.read([each.key for each in items], consistent=True)
    for each, stored in zip(items, found, strict=True):
        if stored != each.stored:
            verification.report.wrong(where, f"an item is not under its key: {each.item}")
        elif item_size_bytes(each.item) != size_in(stored):
            what = f"the size that is stored with an item is not its size: {each.item}"
            verification.report.wrong(where, what)
