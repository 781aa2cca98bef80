"""The job that closes shards and opens their children.

It does so every four hours, as the service does, and if the table needs more partitions than
before.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Final

from jedlik.core.errors import Reject
from jedlik.core.principal import account_root
from jedlik.engine.context import Context, Node
from jedlik.engine.jobs import Job, Piece
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.streams.change import is_to_roll, roll
from jedlik.features.streams.name import all_streams
from jedlik.features.streams.records import StreamEntry
from jedlik.features.tables.change import change_table
from jedlik.storage.interface import Fence


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work of each stream that is enabled."""
    return [_piece(node, each) async for each in all_streams(node) if "DisabledMs" not in each]


def _piece(node: Node, entry: StreamEntry) -> Piece:
    of = f"stream {entry['Label']} of table {entry['TableName']} in {entry['Region']}"
    return Piece(of, partial(_is_due, node, entry), partial(_roll, node, entry))


async def _is_due(node: Node, entry: StreamEntry) -> bool:
    """Returns whether the stream needs new shards."""
    table = await node.catalog.find(entry["Region"], entry["AccountId"], entry["TableName"])
    return table is not None and is_to_roll(table.record, node.clock.now_ms())


async def _roll(node: Node, entry: StreamEntry, lease: Fence) -> None:
    """Replaces the open shards of one stream. Its transaction proves that this is still due."""
    del lease

    def change(record: TableRecord, moment: Moment) -> None:
        if record["Id"] == entry["TableId"] and is_to_roll(record, moment.now_ms):
            roll(record, moment.now_ms)

    with suppress(Reject):  # the table was deleted
        context = Context(node, entry["Region"], account_root(entry["AccountId"]))
        await change_table(context, entry["TableName"], change)


JOB: Final = Job(name="roll shards", every_s=60.0, pieces=pieces)
