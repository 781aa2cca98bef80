"""The life of an index of an existing table, from its creation to its deletion.

    CREATING -> backfilling -> ACTIVE -> DELETING -> gone

UpdateTable creates an index. While it is CREATING, the service allocates resources. Then a job adds
the items of the table (`build_indexes`) and makes the index ACTIVE. A deleted index is shown as
DELETING until its transition ends. Another job erases its entries (`erasure`). Vector indexes have
the same life.

Source of rules and texts: recorded answers, October 2026.
"""

from collections.abc import Iterable
from typing import Final

from jedlik.core.errors import Reject, ServiceError, invalid
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

# The id of an index has two bytes in each of its keys.
_INDEX_IDS: Final = 0xFFFF

AnyIndex = IndexRecord | VectorIndexRecord


def new_index_id(record: TableRecord) -> int:
    """Takes the next id for an index of a table. Raises Reject if there is none left.

    An id is never used again, because entries of a deleted index may still have to be erased. The
    service has no such limit. It is reached after 65,535 creations of indexes on one table.
    """
    last = record.get("LastIndexId", 0)
    if last >= _INDEX_IDS:
        raise limit_exceeded(
            "Subscriber limit exceeded: Number of indexes created since the creation of the table "
            f"exceeds per-table limit of {_INDEX_IDS}"
        )
    record["LastIndexId"] = last + 1
    return last + 1


def is_allocating(record: TableRecord) -> bool:
    """Returns whether an index is in the first phase of its creation, or in its deletion. Then the
    table is UPDATING, and no other index may begin to change.
    """
    transitions = [each["Transition"] for each in changing_indexes(record) if "Transition" in each]
    return any(each["Status"] in ("CREATING", "DELETING") for each in transitions)


def is_changing(index: AnyIndex) -> bool:
    """Returns whether an index is being created, updated or deleted.

    index: a record without a transition that has ended.
    """
    return index.get("IsBuilding", False) or "Transition" in index


def refuse_taken_name(record: TableRecord, name: str, *, vector: bool = False) -> None:
    """Raises Reject if the table has an index of any kind with this name.

    vector: whether the new index is a vector index. Its text for an index that is being created was
    captured in August 2026 (dynoxide, ExtendDB).
    """
    for index in changing_indexes(record):
        if index["IndexName"] == name:
            if is_deleting(index):
                raise being_deleted(record, name)
            if vector and index.get("IsBuilding"):
                raise in_use(f"Index is being created.  Table: {record['TableName']} Index: {name}")
            raise invalid(_TAKEN)
    if any(each["IndexName"] == name for each in record.get("LocalSecondaryIndexes", ())):
        raise invalid(_TAKEN)


def begin_creation(index: AnyIndex, moment: Moment) -> None:
    """Marks a new index as one that must be built from the items of the table."""
    index["IsBuilding"] = True
    index["Transition"] = {"Status": "CREATING", "EndsAtMs": moment.ends_at_ms}


def begin_deletion(record: TableRecord, index: AnyIndex, moment: Moment) -> None:
    """Begins the deletion of an index. Raises Reject if it cannot be deleted now."""
    refuse_second_change(record, but=index["IndexName"])
    _refuse_allocating(record, index)
    index["Transition"] = {"Status": "DELETING", "EndsAtMs": moment.ends_at_ms}


def index_work(
    change: TableChange, before: Iterable[AnyIndex], after: Iterable[AnyIndex]
) -> list[Mutation]:
    """Returns the work that a change of a table stores for the jobs: to build each new index, and
    to erase each index whose deletion begins.

    An index is shown as backfilling for as long as it was CREATING before. So the job may start
    after twice the length of the transition.

    before, after: the indexes of one kind.
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
    """Raises Reject while an index is being created or deleted. but: the name of an index to
    ignore.
    """
    for index in changing_indexes(record):
        if index["IndexName"] != but and (index.get("IsBuilding") or is_deleting(index)):
            raise limit_exceeded(ONE_AT_A_TIME)


def being_deleted(record: TableRecord, name: str) -> Reject:
    """Returns the error for a change of an index whose deletion is under way."""
    return in_use(f"Index is being deleted. Table: {record['TableName']} Index: {name}")


def refuse_changing_index(record: TableRecord, name: str) -> None:
    """Raises Reject for an update of an index that is already changing."""
    for index in changing_indexes(record):
        if index["IndexName"] != name or "Transition" not in index:
            continue
        subject = f"Table: {record['TableName']} Index: {name}"
        if is_deleting(index):
            raise being_deleted(record, name)
        if index["Transition"]["Status"] == "CREATING":
            raise in_use(f"Index is being created but is not backfilling yet.  {subject}")
        raise in_use(f"Index is being updated. {subject}")


def index_not_found(record: TableRecord, name: str) -> Reject:
    """Returns the error for a change of an index that does not exist."""
    message = f"Requested resource not found: Index {name} for table {record['TableName']}"
    return Reject(ServiceError("ResourceNotFoundException", message))


def _refuse_allocating(record: TableRecord, index: AnyIndex) -> None:
    """Raises Reject if an index is in the first phase of its creation, or in its deletion."""
    transition = index.get("Transition")
    if transition is not None and transition["Status"] == "CREATING":
        raise in_use(
            "Index creation is in resource allocation phase. Retry deletion during backfilling "
            f"phase or when the index is active. Table: {record['TableName']} "
            f"Index: {index['IndexName']}"
        )
    if is_deleting(index):
        raise being_deleted(record, index["IndexName"])
