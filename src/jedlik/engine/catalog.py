"""Tables by name, from the space CATALOG, with a cache.

Several processes may serve one storage. Each caches the tables that it has loaded. Every commit of
a table's record raises the epoch of the storage, and then each process drops its whole cache. A
plan from an old record is harmless: each write compares the record of its table with the stored one
(`commit`), and a read of an erased table finds nothing.
"""

from collections.abc import Sequence
from typing import Final

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.key import Key, Span, entries_of_partition
from jedlik.core.keys.space import Space
from jedlik.engine.change_log import LogParticipant, log_partition
from jedlik.engine.data_keys import DataKeys
from jedlik.engine.participant import Participant
from jedlik.engine.table import Table, catalog_key, catalog_partition, key_schema_of
from jedlik.engine.table_hooks import TableHooks, log_needs
from jedlik.engine.table_record import record_from_bytes
from jedlik.storage.interface import Storage

TABLE_ID_COUNTER: Final = Key(Space.CATALOG, 0, b"", b"table id")
# The records of all tables of all Regions and accounts. They come after the counter.
TABLES: Final = Span(Space.CATALOG, 0, (b"\x00", b""))

_PAGE_BYTES: Final = 1 << 20
_CACHED_TABLES: Final = 10_000


class Catalog:
    """The tables of all Regions and accounts."""

    def __init__(self, storage: Storage, hooks: Sequence[TableHooks], data_keys: DataKeys) -> None:
        """hooks: what each feature adds to the tables that are loaded here.
        data_keys: opens the data keys of tables whose values are encrypted.
        """
        self._storage = storage
        self.hooks = hooks
        self.data_keys = data_keys
        self._epoch = storage.epoch
        self._cached_epoch = self._epoch.now()
        self._cache: dict[tuple[str, str, str], Table] = {}

    def cached(self, region: str, account_id: str, table_name: str) -> Table | None:
        """Returns the table if it was loaded in the current epoch, else None."""
        epoch = self._epoch.now()
        if epoch != self._cached_epoch:
            self._cache.clear()
            self._cached_epoch = epoch
            return None
        return self._cache.get((region, account_id, table_name))

    async def find(self, region: str, account_id: str, table_name: str) -> Table | None:
        """Returns the table as it is stored, or None. Caches it unless a change is in flight, or
        the table is locked.
        """
        epoch = self._epoch.stable()
        key = catalog_key(region, account_id, table_name)
        (stored,) = await self._storage.read([key], consistent=True)
        if stored is None:
            return None
        table = load_table(stored, self.hooks)
        if "DataKey" in table.record:
            table.locked = await self.data_keys.open(table.record)
            if table.locked is not None:
                return table
        if epoch == self._cached_epoch and len(self._cache) < _CACHED_TABLES:
            self._cache[(region, account_id, table_name)] = table
        return table

    async def table(self, region: str, account_id: str, table_name: str) -> Table:
        """Returns the table. Raises Reject with ResourceNotFoundException if there is none."""
        table = self.cached(region, account_id, table_name)
        if table is None:
            table = await self.find(region, account_id, table_name)
            if table is None:
                raise table_not_found()
        return table

    async def tables(
        self, region: str, account_id: str, *, after: str | None, limit: int
    ) -> tuple[list[Table], bool]:
        """Returns `limit` tables at most, in order of name, and whether more follow.

        after: the name after which to begin, None to begin with the first.
        """
        partition = catalog_partition(region, account_id)
        span = entries_of_partition(Space.CATALOG, 0, partition, (after or "").encode())
        page = await self._storage.scan(span, limit_items=limit, limit_bytes=_PAGE_BYTES * limit)
        return [load_table(stored, self.hooks) for stored in page.values], page.last is not None


def table_not_found() -> Reject:
    """Returns the error of operations on items for a table that does not exist."""
    return Reject(ServiceError("ResourceNotFoundException", "Requested resource not found"))


def load_table(stored: bytes, hooks: Sequence[TableHooks]) -> Table:
    """Returns the table of a stored record, with the participants of the features that it uses."""
    record = record_from_bytes(stored)
    key = key_schema_of(record)
    participants: list[Participant] = []
    for each in hooks:
        participant = each.participant_for(record, key)
        if participant is not None:
            participants.append(participant)
    needs = log_needs(hooks, record)
    partitions = [log_partition(each["ShardId"]) for each in record.get("LogPartitions", ())]
    # A table that is being deleted has readers of its log, and no open partition: late writes are
    # not in the log.
    if needs is not None and partitions:
        participants.append(LogParticipant(key, partitions, needs))
    return Table(record, stored, key, tuple(participants))
