"""What a TableDescription shows of a stream."""

from jedlik.features.streams.change import begin, end
from jedlik.features.streams.description import stream_members
from tests.engine.in_memory import START_MS
from tests.engine.tables import record_of


def test_the_latest_stream_stays_after_its_end() -> None:
    record = record_of()
    assert stream_members(record) == {}
    begin(record, "NEW_IMAGE", START_MS)
    label = "2026-10-08T22:53:20.123"
    latest = {
        "LatestStreamLabel": label,
        "LatestStreamArn": f"arn:aws:dynamodb:us-east-1:123456789012:table/music/stream/{label}",
    }
    specification = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    assert stream_members(record) == {"StreamSpecification": specification, **latest}
    end(record, START_MS)
    assert stream_members(record) == latest
