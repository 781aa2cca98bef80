"""Verifies that nothing is stored under the id of a table that no longer exists.

Table ids are numbers that rise, so the counter of ids tells which tables have ever existed.
"""

from typing import Final

from jedlik.core.keys.key import Span
from jedlik.engine.catalog import TABLE_ID_COUNTER
from jedlik.engine.read import is_empty
from jedlik.engine.verification import Verification, Verifier
from jedlik.features.tables.erasure import table_erasure_key


async def verify_former_tables(verification: Verification) -> None:
    """Verifies that deleted tables are erased, or wait to be erased."""
    storage, tables, report = verification.storage, verification.tables, verification.report
    (stored,) = await storage.read([TABLE_ID_COUNTER], consistent=True)
    last = 0 if stored is None else int.from_bytes(stored, "big")
    for table_id in range(1, last + 1):
        if table_id in tables:
            continue
        (erasure,) = await storage.read([table_erasure_key(table_id)], consistent=True)
        if erasure is not None:
            continue
        for space in verification.spaces:
            if not await is_empty(storage, Span(space, table_id)):
                report.wrong(f"deleted table number {table_id}", f"has entries ({space.name})")
    if tables and max(tables) > last:
        report.wrong("catalog", f"the counter of tables is {last}, and there is {max(tables)}")


VERIFIER: Final = Verifier(storage=verify_former_tables)
