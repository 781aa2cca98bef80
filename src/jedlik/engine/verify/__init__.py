"""Whether what a storage keeps agrees with itself: `jedlik verify`.

Everything beside the items follows from them, and the commit that changes an item changes all of
it. Here it is derived anew, from the items alone, and compared with what is kept. A storage tells
values and not keys: so each entry that should be there is read by its key, and there may be no more
entries than that. Nothing may write meanwhile.

`tables` (all of them, and that nothing is kept of others) -> `items` (each under its key, counted)
-> `indexes`, `collections`, `expiry` (what follows from a page of items); `streams` (the order of
records, and that they tell how the items came to be). `report` has what was counted and found,
`pages` reads, `kept_item` is what they hand on.
"""

from jedlik.engine.verification import Report
from jedlik.engine.verify.tables import verify_tables
from jedlik.features.streams.verify import verify_streams
from jedlik.storage.interface import Storage

__all__ = ["Report", "verify"]


async def verify(storage: Storage) -> Report:
    """Look at everything that a storage keeps of tables. Raises StorageUnavailableError."""
    report = Report()
    tables = await verify_tables(storage, report)
    await verify_streams(storage, tables, report)
    return report
