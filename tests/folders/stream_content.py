"""Streams of the folders after three more changes."""

from tests.simulation.schedules.reader import Record
from tests.simulation.schedules.streams import check_order

NEW = [("MODIFY", "001"), ("MODIFY", "009"), ("INSERT", "010")]


def images(records: list[Record]) -> list[tuple[str, str]]:
    """The kinds of the changes, each with the sort key of its item."""
    return [(each["eventName"], each["dynamodb"]["Keys"]["sk"]["S"]) for each in records]


def check_records(view: str, records: list[Record], old: list[Record]) -> None:
    """The records of a stream are those of the folder, and those of three new changes."""
    assert len(records) == len(old) + len(NEW)
    assert all(each in records for each in old)
    check_order(records)
    new_records = [each for each in records if each not in old]
    assert sorted(images(new_records)) == sorted(NEW)
    for record in new_records:
        change = record["dynamodb"]
        assert ("NewImage" in change) == (view in ("NEW_IMAGE", "NEW_AND_OLD_IMAGES"))
        is_old_shown = view in ("OLD_IMAGE", "NEW_AND_OLD_IMAGES")
        has_old = record["eventName"] != "INSERT"
        assert ("OldImage" in change) == (is_old_shown and has_old)
