"""Keys and ids of AWS Backup."""

from hypothesis import given
from hypothesis import strategies as st

from jedlik.features.aws_backup.records import (
    Place,
    backup_entry,
    backup_job_entry,
    due,
    due_entry,
    due_span,
    every_span,
    newest_first,
    plan_arn,
    point_entry,
    span_of,
    timed_id,
    vault_arn,
    vault_entry,
)
from jedlik.features.backups.records import backup_key

PLACE = Place("123456789012", "us-east-1")
UUID = "00000000-0000-4000-8000-000000000001"
TIMES = st.integers(0, (1 << 48) - 1)


def test_arns() -> None:
    assert vault_arn(PLACE, "v") == "arn:aws:backup:us-east-1:123456789012:backup-vault:v"
    assert plan_arn(PLACE, "p") == "arn:aws:backup:us-east-1:123456789012:backup-plan:p"
    assert PLACE.table_arn("t") == "arn:aws:dynamodb:us-east-1:123456789012:table/t"


@given(TIMES, TIMES)
def test_ids_are_in_the_order_of_their_times(one: int, other: int) -> None:
    first, second = timed_id(one, UUID), timed_id(other, UUID)
    assert len(first) == len(UUID)
    assert (one < other) == (first < second)
    assert (one < other) == (newest_first(first) > newest_first(second))
    assert newest_first(first.upper()) == newest_first(first)


@given(st.text(max_size=80))
def test_any_text_has_a_key(text: str) -> None:
    assert newest_first(text)


def test_recovery_points_are_in_the_order_of_their_backups() -> None:
    older = point_entry(PLACE, "t", "01791500000123-00000000").key
    newer = point_entry(PLACE, "t", "01791500000124-00000000").key
    assert newer < older
    assert point_entry(PLACE, "t", "x").key != point_entry(PLACE, "t", "y").key


def test_the_entry_of_a_backup_is_that_of_backups() -> None:
    found = backup_entry(PLACE, "t", "01791500000123-00000000").key
    assert found == backup_key("us-east-1", "123456789012", "t", "01791500000123-00000000")


def test_what_is_due_is_in_the_order_of_the_times() -> None:
    keys = [due_entry(due(PLACE, "rule", "a", at_ms)).key for at_ms in (0, 9, 10, 1 << 47)]
    assert keys == sorted(keys)
    for at, key in enumerate(keys):
        span = due_span((0, 9, 10, 1 << 47)[at])
        assert span.start is not None
        assert span.end is not None
        inside = [span.start <= (each.partition, each.sort) < span.end for each in keys]
        assert inside == [number <= at for number in range(len(keys))], key


def test_spans() -> None:
    key = vault_entry(PLACE, "v").key
    for span in (span_of("vaults", PLACE), every_span("vaults"), span_of("vaults", PLACE, "u")):
        assert span.start is not None
        assert span.end is not None
        assert span.start <= (key.partition, key.sort) < span.end
    after = span_of("vaults", PLACE, "v")
    assert after.start is not None
    assert after.start > (key.partition, key.sort)
    other = every_span("backup jobs")
    job = backup_job_entry(PLACE, timed_id(1, UUID)).key
    assert other.start is not None
    assert other.end is not None
    assert other.start <= (job.partition, job.sort) < other.end
    assert not other.start <= (key.partition, key.sort) < other.end
