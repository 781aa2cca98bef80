"""Stream records: views, sizes, and what is no change.

Sizes: examples of the Developer Guide, "Change data capture for DynamoDB Streams".
"""

from typing import Any

import orjson
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeyAttribute, KeySchema
from jedlik.core.keys.position import position_at, position_to_bytes
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import Image, item_to_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.change_log import log_record
from jedlik.engine.participant import ItemChange
from jedlik.features.streams.stream_record import StreamView, needs_of
from tests.engine.in_memory import START_MS

ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/music/stream/2026-10-08T22:53:20.123"
NEW_ITEM: Item = {"Message": {"S": "New item!"}, "Id": {"N": "101"}}
CHANGED: Item = {"Message": {"S": "This item has changed"}, "Id": {"N": "101"}}
ITEM_KEY = Key(Space.ITEM, 1, b"partition", b"")
SCHEMA = KeySchema(1, (KeyAttribute("Id", "N"),))
VIEWS = ("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES")


def image(item: Item | None) -> Image | None:
    return None if item is None else Image(item_to_bytes(item, item_size_bytes(item)))


def record(
    old: Item | None, new: Item | None, view_type: str, *, by_service: bool = False
) -> dict[str, Any] | None:
    """The record of a change at START_MS, as GetRecords answers it."""
    needs = needs_of(view_type)
    change = ItemChange(ITEM_KEY, image(old), image(new), by_service=by_service)
    made = log_record(SCHEMA, needs, change)
    if made is None:
        return None
    stored = position_to_bytes(position_at(START_MS) + 5) + made
    text = StreamView(ARN, "us-east-1", view_type).record_json(stored)
    decoded: dict[str, Any] = orjson.loads(text)
    return decoded


def test_a_record_is_whole() -> None:
    whole = record(NEW_ITEM, CHANGED, "NEW_AND_OLD_IMAGES")
    assert whole is not None
    assert len(bytes.fromhex(whole.pop("eventID"))) == 16
    sequence_number = whole["dynamodb"].pop("SequenceNumber")
    assert len(sequence_number) == 21
    assert whole == {
        "eventName": "MODIFY",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "dynamodb": {
            "ApproximateCreationDateTime": START_MS // 1000,
            "Keys": {"Id": {"N": "101"}},
            "NewImage": CHANGED,
            "OldImage": NEW_ITEM,
            "SizeBytes": 59,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    }


@pytest.mark.parametrize("view_type", VIEWS)
@pytest.mark.parametrize(
    ("old", "new", "event"),
    [
        (None, NEW_ITEM, "INSERT"),
        (NEW_ITEM, CHANGED, "MODIFY"),
        (CHANGED, None, "REMOVE"),
    ],
)
def test_a_view_shows_what_it_says(
    old: Item | None, new: Item | None, event: str, view_type: str
) -> None:
    made = record(old, new, view_type)
    assert made is not None
    assert made["eventName"] == event
    assert "userIdentity" not in made
    images = {
        "NewImage": new if "NEW" in view_type else None,
        "OldImage": old if "OLD" in view_type else None,
    }
    shown = {name: image for name, image in images.items() if image is not None}
    assert {name: made["dynamodb"].get(name) for name in shown} == shown
    assert not (images.keys() - shown.keys()) & made["dynamodb"].keys()
    assert made["dynamodb"]["SizeBytes"] == 5 + sum(map(item_size_bytes, shown.values()))


@pytest.mark.parametrize(
    ("old", "new", "size_bytes"),
    [(None, NEW_ITEM, 26), (NEW_ITEM, CHANGED, 59), (CHANGED, None, 38)],
)
def test_sizes_are_those_of_the_guide(old: Item | None, new: Item | None, size_bytes: int) -> None:
    made = record(old, new, "NEW_AND_OLD_IMAGES")
    assert made is not None
    assert made["dynamodb"]["SizeBytes"] == size_bytes


def test_another_order_of_attributes_is_no_change() -> None:
    nested: Item = {"Id": {"N": "1"}, "m": {"M": {"a": {"S": "1"}, "b": {"S": "2"}}}}
    turned: Item = {"m": {"M": {"b": {"S": "2"}, "a": {"S": "1"}}}, "Id": {"N": "1"}}
    swapped: Item = {"Id": {"N": "1"}, "m": {"M": {"a": {"S": "2"}, "b": {"S": "1"}}}}
    assert record(nested, turned, "KEYS_ONLY") is None
    assert record(nested, swapped, "KEYS_ONLY") is not None


def test_the_service_says_that_it_deleted() -> None:
    made = record(NEW_ITEM, None, "KEYS_ONLY", by_service=True)
    assert made is not None
    assert made["eventName"] == "REMOVE"
    assert made["userIdentity"] == {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}


def test_a_view_shows_only_its_images_though_the_log_has_more() -> None:
    change = ItemChange(ITEM_KEY, image(NEW_ITEM), image(CHANGED), by_service=False)
    made = log_record(SCHEMA, needs_of("NEW_AND_OLD_IMAGES"), change)
    assert made is not None
    stored = position_to_bytes(position_at(START_MS)) + made
    for view_type in VIEWS:
        alone = log_record(SCHEMA, needs_of(view_type), change)
        assert alone is not None
        view = StreamView(ARN, "us-east-1", view_type)
        assert view.record_json(stored) == view.record_json(stored[:8] + alone)


def test_records_of_version_0_1_are_still_shown() -> None:
    # As `stream_record` of that version made them: event, SizeBytes, members of the view.
    keys, image = b'"Keys":{"Id":{"N":"101"}}', orjson.dumps(NEW_ITEM)
    former = bytes([0]) + (26).to_bytes(4, "big") + keys + b',"NewImage":' + image
    stored = position_to_bytes(position_at(START_MS)) + former
    shown = orjson.loads(StreamView(ARN, "us-east-1", "NEW_IMAGE").record_json(stored))
    assert shown["eventName"] == "INSERT"
    assert shown["dynamodb"]["SizeBytes"] == 26
    assert shown["dynamodb"]["NewImage"] == NEW_ITEM
    by_service = position_to_bytes(1) + bytes([2 | 0x80]) + former[1:]
    shown = orjson.loads(StreamView(ARN, "us-east-1", "NEW_IMAGE").record_json(by_service))
    assert shown["eventName"] == "REMOVE"
    assert shown["userIdentity"]["Type"] == "Service"
