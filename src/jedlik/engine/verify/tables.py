"""Every table of the catalog, and that nothing is kept of tables and indexes that went."""

from collections.abc import Mapping
from typing import Final

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.engine.catalog import TABLE_ID_COUNTER, load_table
from jedlik.engine.read import is_empty, pages
from jedlik.engine.table import Table, catalog_key
from jedlik.engine.verification import Report, name_of
from jedlik.engine.verify.items import verify_items
from jedlik.features.hooks_for_now import hooks
from jedlik.features.secondary_indexes.erasure import index_erasure_key
from jedlik.features.secondary_indexes.index import index_counter_key, index_prefix
from jedlik.features.secondary_indexes.participant import indexes_of
from jedlik.features.secondary_indexes.spans import index_span
from jedlik.features.tables.erasure import TABLE_SPACES, table_erasure_key
from jedlik.storage.interface import Storage

_TABLES: Final = Span(Space.CATALOG, 0, (b"\x00", b""))  # the counter of ids is before them


async def verify_tables(storage: Storage, report: Report) -> Mapping[int, Table]:
    """Verify all tables; returns them by id."""
    tables: dict[int, Table] = {}
    async for records in pages(storage, _TABLES):
        for stored in records:
            table = load_table(stored, hooks(0))
            where = name_of(table)
            if table.id in tables:
                report.wrong(where, f"has the id {table.id} of {name_of(tables[table.id])}")
            tables[table.id] = table
            report.counts["tables"] += 1
            await _verify_place(storage, table, report)
            await verify_items(storage, table, report)
            await _verify_former_indexes(storage, table, report)
    await _verify_former_tables(storage, tables, report)
    return tables


async def _verify_place(storage: Storage, table: Table, report: Report) -> None:
    record = table.record
    key = catalog_key(record["Region"], record["AccountId"], record["TableName"])
    (stored,) = await storage.read([key], consistent=True)
    if stored != table.stored:
        report.wrong(name_of(table), "is not kept under its name")


async def _verify_former_indexes(storage: Storage, table: Table, report: Report) -> None:
    """Ids of indexes are given in order: what is no index any more is empty, or being erased."""
    current = {index.id for index in indexes_of(table)}
    for index_id in range(1, table.record.get("LastIndexId", 0) + 1):
        if index_id in current:
            continue
        counter = index_counter_key(table.id, index_id)
        erasure = index_erasure_key(table.id, index_id)
        kept, erasing = await storage.read([counter, erasure], consistent=True)
        span = index_span(table.id, index_prefix(index_id))
        if erasing is None and not (kept is None and await is_empty(storage, span)):
            report.wrong(name_of(table), f"keeps entries of its former index number {index_id}")


async def _verify_former_tables(
    storage: Storage, tables: Mapping[int, Table], report: Report
) -> None:
    """Ids of tables are given in order, likewise."""
    (stored,) = await storage.read([TABLE_ID_COUNTER], consistent=True)
    last = 0 if stored is None else int.from_bytes(stored, "big")
    for table_id in range(1, last + 1):
        if table_id in tables:
            continue
        (erasing,) = await storage.read([table_erasure_key(table_id)], consistent=True)
        if erasing is not None:
            continue
        for space in TABLE_SPACES:
            if not await is_empty(storage, Span(space, table_id)):
                report.wrong(f"former table number {table_id}", f"keeps entries ({space.name})")
    if tables and max(tables) > last:
        report.wrong("catalog", f"the counter of tables is {last}, and there is {max(tables)}")
