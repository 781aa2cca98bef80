"""Life cycle of indexes."""

from typing import Final

from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid
from jedlik.engine.table_record import IndexRecord, TableRecord, VectorIndexRecord
from jedlik.engine.table_state import Moment, changing_indexes, is_going
from jedlik.features.secondary_indexes.build import build_key, build_to_bytes, new_build
from jedlik.features.secondary_indexes.erasure import index_erasure
from jedlik.features.tables.change import in_use
from jedlik.features.tables.settings import limit_exceeded
from jedlik.storage.interface import Mutation, Put

ONE_AT_A_TIME: Final = (
    "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per "
    "table"
)


def is_allocating(record: TableRecord) -> bool:
    """Whether an index has just begun to come or go, so that no other may: the table is UPDATING
    for it.
    """
    transitions = [each["Transition"] for each in changing_indexes(record) if "Transition" in each]
    return any(each["Status"] in ("CREATING", "DELETING") for each in transitions)


def is_changing(index: IndexRecord | VectorIndexRecord) -> bool:
    """Whether an index of a settled record is being created, updated or deleted."""
    return index.get("IsBuilding", False) or "Transition" in index


def refuse_taken_name(record: TableRecord, name: str) -> None:
    """Raise Reject for the name of an index that the table has, of whatever kind."""
    indexes = (
        *record.get("GlobalSecondaryIndexes", ()),
        *record.get("LocalSecondaryIndexes", ()),
        *record.get("VectorIndexes", ()),
    )
    if name in {each["IndexName"] for each in indexes}:
        raise invalid(
            f"{REQUEST_INVALID}Attempting to create an index which already exists. Index: {name}"
        )


def begin_creation(index: IndexRecord | VectorIndexRecord, moment: Moment) -> None:
    """Have a new index built from what the table holds."""
    index["IsBuilding"] = True
    index["Transition"] = {"Status": "CREATING", "EndsAtMs": moment.ends_at_ms}


def begin_deletion(
    record: TableRecord, index: IndexRecord | VectorIndexRecord, moment: Moment
) -> None:
    """Take an index away, or raise Reject while that cannot be."""
    refuse_second_change(record, but=index["IndexName"])
    _refuse_allocating(record, index)
    index["Transition"] = {"Status": "DELETING", "EndsAtMs": moment.ends_at_ms}


def work_of(
    record: TableRecord, index: IndexRecord | VectorIndexRecord, created: Moment | None
) -> Mutation:
    """The work for background jobs that the creation of an index leaves, or its deletion if it is
    not `created`.
    """
    if created is None:
        return index_erasure(record["Id"], index["Id"])
    build = new_build(record, index["Id"], created.builds_at_ms)
    return Put(build_key(record["Id"], index["Id"]), build_to_bytes(build))


def refuse_second_change(record: TableRecord, *, but: str | None) -> None:
    """Raise Reject while an index is being created or deleted, other than the one named `but`."""
    for index in changing_indexes(record):
        if index["IndexName"] != but and (index.get("IsBuilding") or is_going(index)):
            raise limit_exceeded(ONE_AT_A_TIME)


def _refuse_allocating(record: TableRecord, index: IndexRecord | VectorIndexRecord) -> None:
    """Raise Reject when `index` cannot be deleted: it is just coming to be, or going already."""
    transition = index.get("Transition")
    if transition is not None and transition["Status"] == "CREATING":
        raise in_use(
            "Index creation is in resource allocation phase. Retry deletion during backfilling "
            f"phase or when the index is active. Table: {record['TableName']} "
            f"Index: {index['IndexName']}"
        )
    if is_going(index):
        raise limit_exceeded(ONE_AT_A_TIME)


def index_not_found(record: TableRecord, name: str) -> Reject:
    """The answer to a change of an index that is not there."""
    message = f"Requested resource not found: Index {name} for table {record['TableName']}"
    return Reject(ServiceError("ResourceNotFoundException", message))
