"""The job that ends shards and opens their children: every four hours, as on the service, and when
the table has grown to more partitions.
"""

from contextlib import suppress
from typing import Final

from jedlik.core.errors import Reject
from jedlik.core.principal import account_root
from jedlik.engine.context import Context, Node
from jedlik.engine.jobs import Job
from jedlik.engine.table_record import TableRecord
from jedlik.features.streams.change import is_to_roll, roll
from jedlik.features.streams.name import all_streams
from jedlik.features.streams.records import StreamEntry
from jedlik.features.tables.change import change_table


async def is_due(node: Node) -> bool:
    """Whether a stream needs new shards."""
    return await _next_stream(node) is not None


async def run(node: Node) -> None:
    """Give one stream new shards."""
    entry = await _next_stream(node)
    if entry is None:
        return
    now_ms = node.clock.now_ms()

    def change(record: TableRecord) -> TableRecord:
        if record["Id"] == entry["TableId"] and is_to_roll(record, now_ms):
            roll(record, now_ms)
        return record

    with suppress(Reject):  # the table went
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
