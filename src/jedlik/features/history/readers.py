"""Works that read the history of a table although nothing else may need it.

The record of the table lists them (`HistoryReaders`). While it lists one, writes append old images
to the log, also if point-in-time recovery is disabled meanwhile.
"""

from contextlib import suppress

from jedlik.core.errors import Reject
from jedlik.core.principal import account_root
from jedlik.engine.context import Context, Node
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.history.partitions import end
from jedlik.features.history.work import Work
from jedlik.features.tables.change import change_table


def read_by(record: TableRecord, work_id: str) -> TableRecord:
    """Returns the record of a table that a work reads from now on.

    The history of the table is needed already, so its log is open.
    """
    read = record.copy()
    read["HistoryReaders"] = [*record.get("HistoryReaders", ()), work_id]
    return read


async def stop_reading(node: Node, work: Work) -> None:
    """Removes a work from the record of the table that it reads, unless the table is gone."""
    source = work["Source"]

    def change(record: TableRecord, moment: Moment) -> None:
        if record["Id"] != source["Id"] or work["Id"] not in record.get("HistoryReaders", ()):
            return
        others = [each for each in record["HistoryReaders"] if each != work["Id"]]
        if others:
            record["HistoryReaders"] = others
        else:
            del record["HistoryReaders"]
        end(record)

    with suppress(Reject):  # the table was deleted
        context = Context(node, source["Region"], account_root(source["AccountId"]))
        await change_table(context, source["TableName"], change)
