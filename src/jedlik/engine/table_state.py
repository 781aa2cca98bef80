"""States of a table."""

from typing import Literal, NamedTuple, TypeVar

from jedlik.core.types.structures import KeySchemaElement
from jedlik.engine.table_record import IndexRecord, TableRecord, Transition, VectorIndexRecord

AnyIndex = TypeVar("AnyIndex", IndexRecord, VectorIndexRecord)


def transition_at(record: TableRecord, now_ms: int) -> Transition | None:
    """The transition under way at a moment."""
    transition = record.get("Transition")
    if transition is not None and now_ms < transition["EndsAtMs"]:
        return transition
    return None


def status_at(record: TableRecord, now_ms: int) -> str:
    """TableStatus at a moment."""
    transition = transition_at(record, now_ms)
    return "ACTIVE" if transition is None else transition["Status"]


def is_gone_at(record: TableRecord, now_ms: int) -> bool:
    """Whether the deletion of the table has taken effect."""
    transition = record.get("Transition")
    if transition is None or transition["Status"] != "DELETING":
        return False
    return now_ms >= transition["EndsAtMs"]


def is_going(index: IndexRecord | VectorIndexRecord) -> bool:
    """Whether an index was deleted, though it may still be shown: writes pass it by."""
    return index.get("Transition", {}).get("Status") == "DELETING"


def settle_indexes(record: TableRecord, now_ms: int) -> None:
    """Take out of `record` what is over at `now_ms`: indexes that are gone, with the definitions of
    attributes that were keys of theirs alone, and transitions.
    """
    changing = changing_indexes(record)
    if not any("Transition" in each for each in changing):
        return
    if "GlobalSecondaryIndexes" in record:
        record["GlobalSecondaryIndexes"] = _settled(record["GlobalSecondaryIndexes"], now_ms)
        if not record["GlobalSecondaryIndexes"]:
            del record["GlobalSecondaryIndexes"]
    if "VectorIndexes" in record:
        record["VectorIndexes"] = _settled(record["VectorIndexes"], now_ms)
        if not record["VectorIndexes"]:
            del record["VectorIndexes"]
    if len(changing_indexes(record)) < len(changing):
        used = _key_attributes(record)
        record["AttributeDefinitions"] = [
            each for each in record["AttributeDefinitions"] if each["AttributeName"] in used
        ]


def changing_indexes(record: TableRecord) -> list[IndexRecord | VectorIndexRecord]:
    """The indexes that can come and go while the table lives."""
    return [*record.get("GlobalSecondaryIndexes", ()), *record.get("VectorIndexes", ())]


def search_keys(index: VectorIndexRecord) -> list[KeySchemaElement]:
    """The search schema of a vector index, spelled as a key schema."""
    return [
        {"AttributeName": each["AttributeName"], "KeyType": "HASH"}
        for each in index.get("SearchSchema", ())
    ]


def _settled(indexes: list[AnyIndex], now_ms: int) -> list[AnyIndex]:
    kept: list[AnyIndex] = []
    for each in indexes:
        index = each
        transition = index.get("Transition")
        if transition is not None and now_ms >= transition["EndsAtMs"]:
            if transition["Status"] == "DELETING":
                continue
            index = each.copy()
            del index["Transition"]
        kept.append(index)
    return kept


def _key_attributes(record: TableRecord) -> set[str]:
    schemas: list[list[KeySchemaElement]] = [record["KeySchema"]]
    schemas += [each["KeySchema"] for each in record.get("GlobalSecondaryIndexes", ())]
    schemas += [each["KeySchema"] for each in record.get("LocalSecondaryIndexes", ())]
    schemas += [search_keys(each) for each in record.get("VectorIndexes", ())]
    return {element["AttributeName"] for schema in schemas for element in schema}


def index_records(record: TableRecord) -> list[IndexRecord | VectorIndexRecord]:
    """All indexes of a table, global ones first, vector indexes last."""
    return [
        *record.get("GlobalSecondaryIndexes", ()),
        *record.get("LocalSecondaryIndexes", ()),
        *record.get("VectorIndexes", ()),
    ]


def index_transition_at(
    index: IndexRecord | VectorIndexRecord, now_ms: int | None
) -> Transition | None:
    """The transition an index is in at a moment; at None the last one, however short."""
    transition = index.get("Transition")
    if transition is None or (now_ms is not None and now_ms >= transition["EndsAtMs"]):
        return None
    return transition


class Moment(NamedTuple):
    """When a change is made, and when what takes time about it is over."""

    now_ms: int
    ends_at_ms: int

    @property
    def builds_at_ms(self) -> int:
        """When the items of a table are entered in a new index: after another time as long, in
        which it is shown as backfilling.
        """
        return 2 * self.ends_at_ms - self.now_ms

    def transition(
        self, status: Literal["UPDATING", "ACTIVE"], shown: dict[str, object] | None = None
    ) -> Transition:
        """A transition from this moment on."""
        return {"Status": status, "EndsAtMs": self.ends_at_ms, "Shown": shown or {}}
