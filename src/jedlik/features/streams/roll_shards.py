"""The job that closes shards and opens their children.

It does so every four hours, as the service does, and if the table needs more partitions than
before.
"""

from contextlib import suppress
from typing import Final

from jedlik.core.errors import Reject
from jedlik.core.principal import account_root
from jedlik.engine.context import Context, Node
from jedlik.engine.jobs import Job
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.streams.change import is_to_roll, roll
from jedlik.features.streams.name import all_streams
from jedlik.features.streams.records import StreamEntry
from jedlik.features.tables.change import change_table
from jedlik.storage.interface import Fence


async def is_due(node: Node) -> bool:
    """Returns whether a stream needs new shards."""
    return await _next_stream(node) is not None


async def run(node: Node, lease: Fence) -> None:
    """Replaces the open shards of one stream. Its transaction proves that this is still due."""
    del lease
    entry = await _next_stream(node)
    if entry is None:
        return

    def change(record: TableRecord, moment: Moment) -> None:
        if record["Id"] == entry["TableId"] and is_to_roll(record, moment.now_ms):
            roll(record, moment.now_ms)

    with suppress(Reject):  # the table was deleted
        context = Context(node, entry["Region"], account_root(entry["AccountId"]))
        await change_table(context, entry["TableName"], change)


async def _next_stream(node: Node) -> StreamEntry | None:
    now_ms = node.clock.now_ms()
    async for entry in all_streams(node):
        if "DisabledMs" in entry:
            continue
        table = await node.catalog.find(entry["Region"], entry["AccountId"], entry["TableName"])
        if table is not None and is_to_roll(table.record, now_ms):
            return entry
    return None


JOB: Final = Job(name="roll shards", every_s=60.0, is_due=is_due, run=run)
