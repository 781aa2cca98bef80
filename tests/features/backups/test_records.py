"""Keys of backups sort by the time of their creation."""

from jedlik.features.backups.records import (
    Backup,
    arn_of,
    backup_from_bytes,
    backup_id,
    backup_key,
    backup_to_bytes,
    backups_span,
    block_key,
    blocks_span,
    id_in,
    key_of,
    new_backup,
)
from tests.engine.in_memory import arn_of as table_arn
from tests.engine.tables import record_of

SECOND_MS = 1_791_504_762_511


def backup(created_ms: int = SECOND_MS, suffix: str = "2779fadd") -> Backup:
    return new_backup(record_of(), "backup", backup_id(created_ms, suffix), created_ms)


def test_an_arn_as_the_service_makes_it() -> None:
    # Recorded answer, October 2026.
    assert arn_of(backup()) == f"{table_arn()}/backup/01791504762511-2779fadd"
    assert backup_id(SECOND_MS) == "01791504762511-00000000"
    assert id_in("backup/01791504762511-2779fadd") == "01791504762511-2779fadd"
    assert id_in("stream/x") is None
    assert id_in("") is None


def test_keys_are_in_the_order_of_creation() -> None:
    times = [9, 10, 999, SECOND_MS, 2 * SECOND_MS]
    keys = [key_of(backup(each, suffix)) for each in times for suffix in ("00000000", "ffffffff")]
    assert keys == sorted(keys)


def test_the_span_begins_after_an_entry() -> None:
    first, second = key_of(backup(9)), key_of(backup(10))
    span = backups_span("us-east-1", "123456789012")
    assert span.start is not None
    assert span.end is not None
    assert span.start <= (first.partition, first.sort) < span.end
    after = backups_span("us-east-1", "123456789012", after=first.sort)
    assert after.start is not None
    assert (first.partition, first.sort) < after.start <= (second.partition, second.sort)
    other = backup_key("us-east-12", "123456789012", "music", "0")
    assert not span.start <= (other.partition, other.sort) < span.end


def test_blocks_lie_under_their_table_in_order() -> None:
    keys = [block_key(backup(), number) for number in (0, 1, 255, 256, 70_000)]
    assert keys == sorted(keys)
    span = blocks_span(backup())
    assert span.start is not None
    assert span.end is not None
    assert all(span.start <= (each.partition, each.sort) < span.end for each in keys)
    assert {each.table for each in keys} == {7}
    other = block_key(backup(suffix="2779fade"), 0)
    assert not span.start <= (other.partition, other.sort) < span.end


def test_bytes_and_back() -> None:
    assert backup_from_bytes(backup_to_bytes(backup())) == backup()
