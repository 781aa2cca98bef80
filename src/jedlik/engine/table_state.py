"""The states of tables and of their indexes at a moment.

A record has no member for its state. It has at most one `Transition`, which contains the status to
show until it ends. A record is ACTIVE if it has no transition, or if its transition has ended. If
the transition that ended was DELETING, the table or index is gone. The record of an index has its
own transition.

    table: CREATING -> ACTIVE <-> UPDATING, ACTIVE -> DELETING -> gone
    index: CREATING -> backfilling (`IsBuilding`) -> ACTIVE <-> UPDATING, -> DELETING -> gone

A change of encryption or of warm throughput has a transition whose status is ACTIVE.
"""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple, TypeVar

from jedlik.core.types.structures import KeySchemaElement
from jedlik.engine.table_record import IndexRecord, TableRecord, Transition, VectorIndexRecord

AnyIndex = TypeVar("AnyIndex", IndexRecord, VectorIndexRecord)

# A table serves items during every other transition.
_NOT_SERVING: Final = ("CREATING", "DELETING")


class Moment(NamedTuple):
    """The time of a change, and the end of the transition that it begins (Unix time,
    milliseconds).
    """

    now_ms: int
    ends_at_ms: int

    def transition(
        self, status: Literal["UPDATING", "ACTIVE"], shown: dict[str, object] | None = None
    ) -> Transition:
        """Returns a transition that begins at this moment."""
        return {"Status": status, "EndsAtMs": self.ends_at_ms, "Shown": shown or {}}

    def is_over(self, ends_at_ms: int) -> bool:
        """Returns whether a change that began before has ended.

        A later end than that of a change that begins now was written with a wrong clock.
        """
        return not self.now_ms < ends_at_ms <= self.ends_at_ms


def transition_at(
    record: TableRecord | IndexRecord | VectorIndexRecord, now_ms: int | None
) -> Transition | None:
    """Returns the transition of a table or an index at a moment, or None.

    now_ms: None means the moment of the change, at which even a transition without duration is
    under way.
    """
    transition = record.get("Transition")
    if transition is None or (now_ms is not None and now_ms >= transition["EndsAtMs"]):
        return None
    return transition


def status_at(record: TableRecord, now_ms: int) -> str:
    """Returns the TableStatus at a moment."""
    transition = transition_at(record, now_ms)
    return "ACTIVE" if transition is None else transition["Status"]


def serves_items(record: TableRecord, now_ms: int) -> bool:
    """Returns whether the items of a table can be read and written at a moment."""
    if "Transition" not in record:
        return True
    return not is_gone_at(record, now_ms) and status_at(record, now_ms) not in _NOT_SERVING


def is_gone_at(record: TableRecord, now_ms: int) -> bool:
    """Returns whether the table was deleted and its transition has ended."""
    return is_deleting(record) and now_ms >= record["Transition"]["EndsAtMs"]


def is_deleting(record: TableRecord | IndexRecord | VectorIndexRecord) -> bool:
    """Returns whether a table or an index was deleted. It may still be shown, as DELETING. Writes
    ignore an index in this state.
    """
    return record.get("Transition", {}).get("Status") == "DELETING"


def end_index_transitions(record: TableRecord, now_ms: int) -> None:
    """Removes from `record` what has ended at `now_ms`: transitions of indexes, deleted indexes,
    and definitions of attributes that were keys of deleted indexes only.
    """
    changing = changing_indexes(record)
    if not any("Transition" in each for each in changing):
        return
    if "GlobalSecondaryIndexes" in record:
        record["GlobalSecondaryIndexes"] = _current(record["GlobalSecondaryIndexes"], now_ms)
        if not record["GlobalSecondaryIndexes"]:
            del record["GlobalSecondaryIndexes"]
    if "VectorIndexes" in record:
        record["VectorIndexes"] = _current(record["VectorIndexes"], now_ms)
        if not record["VectorIndexes"]:
            del record["VectorIndexes"]
    if len(changing_indexes(record)) < len(changing):
        remove_unused_definitions(record)


def remove_unused_definitions(record: TableRecord) -> None:
    """Removes from `record` the definitions of attributes that are in no key."""
    used = {element["AttributeName"] for schema in key_schemas(record) for element in schema}
    record["AttributeDefinitions"] = [
        each for each in record["AttributeDefinitions"] if each["AttributeName"] in used
    ]


def changing_indexes(record: TableRecord) -> list[IndexRecord | VectorIndexRecord]:
    """Returns the indexes of the kinds that can be created and deleted while the table exists."""
    return [*record.get("GlobalSecondaryIndexes", ()), *record.get("VectorIndexes", ())]


def search_keys(index: VectorIndexRecord) -> list[KeySchemaElement]:
    """Returns the search schema of a vector index in the form of a key schema."""
    return [
        {"AttributeName": each["AttributeName"], "KeyType": "HASH"}
        for each in index.get("SearchSchema", ())
    ]


def key_schemas(record: TableRecord) -> list[Sequence[KeySchemaElement]]:
    """Returns the key schemas of a table and of all its indexes, vector indexes last."""
    schemas: list[Sequence[KeySchemaElement]] = [record["KeySchema"]]
    schemas += [each["KeySchema"] for each in record.get("GlobalSecondaryIndexes", ())]
    schemas += [each["KeySchema"] for each in record.get("LocalSecondaryIndexes", ())]
    schemas += [search_keys(each) for each in record.get("VectorIndexes", ())]
    return schemas


def _current(indexes: list[AnyIndex], now_ms: int) -> list[AnyIndex]:
    current: list[AnyIndex] = []
    for each in indexes:
        index = each
        transition = index.get("Transition")
        if transition is not None and now_ms >= transition["EndsAtMs"]:
            if transition["Status"] == "DELETING":
                continue
            index = each.copy()
            del index["Transition"]
        current.append(index)
    return current
