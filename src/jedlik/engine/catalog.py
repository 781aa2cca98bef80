"""Tables by name, cached, over the CATALOG space.

Several processes may serve one storage. Each caches what it loaded and drops the whole cache when
`version()` moves: a number that every process sees and that whoever changes a table bumps before it
answers. A plan made from a stale table in that short moment is harmless: each write proves its
table with the stored record (`commit`), and a read of an erased table finds nothing.
"""

from collections.abc import Callable, Sequence
from typing import Final

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.engine.participant import Participant
from jedlik.engine.table import Table, catalog_key, catalog_partition, key_schema_of
from jedlik.engine.table_hooks import TableHooks
from jedlik.engine.table_record import record_from_bytes
from jedlik.storage.interface import Storage

TABLE_ID_COUNTER: Final = Key(Space.CATALOG, 0, b"", b"table id")

_PAGE_BYTES: Final = 1 << 20
_CACHED_TABLES: Final = 10_000


class Catalog:
    """The tables of all Regions and accounts."""

    def __init__(
        self,
        storage: Storage,
        hooks: Sequence[TableHooks],
        *,
        version: Callable[[], int],
        bump: Callable[[], None],
    ) -> None:
        """hooks: of all features, in their order: what they add to the tables loaded here."""
        self._storage = storage
        self._hooks = hooks
        self._version = version
        self._bump = bump
        self._cached_version = version()
        self._cache: dict[tuple[str, str, str], Table] = {}

    def cached(self, region: str, account_id: str, table_name: str) -> Table | None:
        """The table, if it was loaded since the catalog last changed."""
        version = self._version()
        if version != self._cached_version:
            self._cache.clear()
            self._cached_version = version
            return None
        return self._cache.get((region, account_id, table_name))

    async def find(self, region: str, account_id: str, table_name: str) -> Table | None:
        """The table as the storage has it, or None; caches what it found."""
        version = self._version()
        key = catalog_key(region, account_id, table_name)
        (stored,) = await self._storage.read([key], consistent=True)
        if stored is None:
            return None
        table = load_table(stored, self._hooks)
        if version == self._cached_version and len(self._cache) < _CACHED_TABLES:
            self._cache[(region, account_id, table_name)] = table
        return table

    async def table(self, region: str, account_id: str, table_name: str) -> Table:
        """The table; raises Reject with ResourceNotFoundException when there is none."""
        table = self.cached(region, account_id, table_name)
        if table is None:
            table = await self.find(region, account_id, table_name)
            if table is None:
                raise table_not_found()
        return table

    def changed(self) -> None:
        """Tell every process that a table changed. Call after the change is committed."""
        self._bump()

    async def names(
        self, region: str, account_id: str, *, after: str | None, limit: int
    ) -> tuple[list[Table], bool]:
        """Up to `limit` tables in order of name, those after `after`; and whether more follow."""
        partition = catalog_partition(region, account_id)
        start = (partition, b"" if after is None else after.encode() + b"\x00")
        span = Span(Space.CATALOG, 0, start, (partition + b"\x00", b""))
        page = await self._storage.scan(span, limit_items=limit, limit_bytes=_PAGE_BYTES * limit)
        return [load_table(stored, self._hooks) for stored in page.values], page.last is not None


def table_not_found() -> Reject:
    """The answer of data operations to the name of a table that does not exist."""
    return Reject(ServiceError("ResourceNotFoundException", "Requested resource not found"))


def load_table(stored: bytes, hooks: Sequence[TableHooks]) -> Table:
    """The table of a stored record, with the participants of the features that it uses."""
    record = record_from_bytes(stored)
    key = key_schema_of(record)
    participants: list[Participant] = []
    for each in hooks:
        participant = each.participant_for(record, key)
        if participant is not None:
            participants.append(participant)
    return Table(record, stored, key, tuple(participants))
