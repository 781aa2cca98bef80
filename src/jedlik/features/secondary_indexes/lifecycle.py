"""The life of an index of an existing table, from its creation to its deletion.

CREATING -> backfilling -> ACTIVE -> DELETING. An index that UpdateTable creates is CREATING while
the service allocates resources, then a job enters the items of the table (`build_indexes`), which
ends with ACTIVE. A deleted index is shown until its transition ends; another job erases its entries
(`erasure`). Vector indexes live the same way.
Source of rules and texts: recorded answers, October 2026.
"""

from collections.abc import Iterable
from typing import Final

from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid
from jedlik.engine.table_hooks import TableChange
from jedlik.engine.table_record import IndexRecord, TableRecord, VectorIndexRecord
from jedlik.engine.table_state import Moment, changing_indexes, is_deleting
from jedlik.features.secondary_indexes.build import build_key, build_to_bytes, new_build
from jedlik.features.secondary_indexes.erasure import index_erasure
from jedlik.features.tables.change import in_use
from jedlik.features.tables.settings import limit_exceeded
from jedlik.storage.interface import Mutation, Put

ONE_AT_A_TIME: Final = (
    "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per "
    "table"
)

_TAKEN: Final = "Attempting to create an index which already exists"

AnyIndex = IndexRecord | VectorIndexRecord


def is_allocating(record: TableRecord) -> bool:
    """Return whether the creation or the deletion of an index has just begun. The table is UPDATING
    for it, and no other index may begin to change.
    """
    transitions = [each["Transition"] for each in changing_indexes(record) if "Transition" in each]
    return any(each["Status"] in ("CREATING", "DELETING") for each in transitions)


def is_changing(index: AnyIndex) -> bool:
    """Return whether an index is being created, updated or deleted. Its record must not have a
    transition that has ended.
    """
    return index.get("IsBuilding", False) or "Transition" in index


def refuse_taken_name(record: TableRecord, name: str, *, vector: bool = False) -> None:
    """Raise Reject if the table has an index of any kind with this name.

    vector: a vector index is to have the name. If one of the two is a vector index, the text is
    another (captured in August 2026: dynoxide, ExtendDB).
    """
    indexes = (*changing_indexes(record), *record.get("LocalSecondaryIndexes", ()))
    for index in indexes:
        if index["IndexName"] == name:
            if not vector and "VectorAttribute" not in index:
                raise invalid(f"{REQUEST_INVALID}{_TAKEN}. Index: {name}")
            if vector and index.get("IsBuilding"):
                raise in_use(f"Index is being created.  Table: {record['TableName']} Index: {name}")
            raise invalid(_TAKEN)


def begin_creation(index: AnyIndex, moment: Moment) -> None:
    """Mark a new index as one that must be built from the items of the table."""
    index["IsBuilding"] = True
    index["Transition"] = {"Status": "CREATING", "EndsAtMs": moment.ends_at_ms}


def begin_deletion(record: TableRecord, index: AnyIndex, moment: Moment) -> None:
    """Begin the deletion of an index. Raises Reject while it cannot be deleted."""
    refuse_second_change(record, but=index["IndexName"])
    _refuse_allocating(record, index)
    index["Transition"] = {"Status": "DELETING", "EndsAtMs": moment.ends_at_ms}


def index_work(
    change: TableChange, before: Iterable[AnyIndex], after: Iterable[AnyIndex]
) -> list[Mutation]:
    """Return the work that a change of a table leaves for the jobs: to build each new index, and to
    erase each index whose deletion begins. before, after: the indexes of one kind.

    An index is shown as backfilling for as long as it was CREATING before it, so the job starts
    when another transition of the same length would end.
    """
    mutations: list[Mutation] = []
    known = {each["Id"]: each for each in before}
    for index in after:
        old = known.get(index["Id"])
        if old is None and index.get("IsBuilding"):
            builds_at_ms = 2 * index["Transition"]["EndsAtMs"] - change.moment.now_ms
            build = new_build(change.after, index["Id"], builds_at_ms)
            at = build_key(change.after["Id"], index["Id"])
            mutations.append(Put(at, build_to_bytes(build)))
        elif old is not None and is_deleting(index) and not is_deleting(old):
            mutations.append(index_erasure(change.after["Id"], index["Id"]))
    return mutations


def refuse_second_change(record: TableRecord, *, but: str | None) -> None:
    """Raise Reject while an index other than `but` is being created or deleted."""
    for index in changing_indexes(record):
        if index["IndexName"] != but and (index.get("IsBuilding") or is_deleting(index)):
            raise limit_exceeded(ONE_AT_A_TIME)


def index_not_found(record: TableRecord, name: str) -> Reject:
    """Return the answer to a change of an index that does not exist."""
    message = f"Requested resource not found: Index {name} for table {record['TableName']}"
    return Reject(ServiceError("ResourceNotFoundException", message))


def _refuse_allocating(record: TableRecord, index: AnyIndex) -> None:
    """Raise Reject if the creation of an index has just begun, or its deletion."""
    transition = index.get("Transition")
    if transition is not None and transition["Status"] == "CREATING":
        raise in_use(
            "Index creation is in resource allocation phase. Retry deletion during backfilling "
            f"phase or when the index is active. Table: {record['TableName']} "
            f"Index: {index['IndexName']}"
        )
    if is_deleting(index):
        raise limit_exceeded(ONE_AT_A_TIME)
