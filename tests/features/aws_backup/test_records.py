"""Keys and ids of AWS Backup."""

from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.keys.ranges import holds
from jedlik.features.aws_backup.records import (
    Place,
    backup_entry,
    backup_job_entry,
    due,
    due_entry,
    due_span,
    every_span,
    jobs_created,
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


@given(TIMES, st.one_of(st.none(), st.floats()), st.one_of(st.none(), st.floats()))
def test_jobs_that_were_created_between_two_times_are_in_their_part(
    at_ms: int, before_s: float | None, after_s: float | None
) -> None:
    entry = backup_job_entry(PLACE, timed_id(at_ms, UUID))
    part = jobs_created(span_of("backup jobs", PLACE), before_s, after_s)
    is_older = before_s is None or at_ms / 1000 < before_s
    if is_older and (after_s is None or at_ms / 1000 > after_s):
        assert holds(part, (entry.key.partition, entry.key.sort))


def test_other_jobs_are_not_in_their_part() -> None:
    part = jobs_created(span_of("backup jobs", PLACE), 20.0, 10.0)
    seconds = [
        second
        for second in range(30)
        if holds(part, backup_job_entry(PLACE, timed_id(second * 1000, UUID)).key[2:])
    ]
    assert seconds == list(range(10, 21))
    rest = jobs_created(span_of("backup jobs", PLACE, newest_first(timed_id(15_000, UUID))), 20, 10)
    assert not holds(rest, backup_job_entry(PLACE, timed_id(15_000, UUID)).key[2:])
    assert holds(rest, backup_job_entry(PLACE, timed_id(14_999, UUID)).key[2:])


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
