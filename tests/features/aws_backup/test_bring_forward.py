"""Which entries of the queue are brought forward. `test_late_times` has the effects."""

import orjson
import pytest

from jedlik.features.aws_backup.bring_forward import bring_forward
from jedlik.features.aws_backup.records import DueKind, DueRecord, due, later_span
from tests.engine.in_memory import Caller, result_of, values
from tests.features.aws_backup.samples import HOUR_MS, PLACE, plan, start, with_vault, work


def _entries(caller: Caller, kind: DueKind, identity: str, later_ms: int) -> list[DueRecord]:
    return [due(PLACE, kind, identity, caller.clock.time_ms + later_ms)]


def _later(caller: Caller) -> list[DueRecord]:
    """Returns what is due later than now."""
    span = later_span(caller.clock.time_ms)
    page = result_of(caller.node.storage.scan(span, limit_items=100, limit_bytes=1 << 20))
    return [orjson.loads(each) for each in page.values]


@pytest.mark.parametrize("kind", ["rule", "run", "backup", "restore", "point"])
def test_an_entry_without_an_owner_changes_nothing(kind: DueKind) -> None:
    caller = with_vault()
    before = values(caller)
    result_of(bring_forward(caller.node, _entries(caller, kind, "no/owner", HOUR_MS)))
    assert values(caller) == before


def test_a_job_that_waits_for_its_next_attempt_still_waits() -> None:
    caller = with_vault()
    job_id = start(caller)
    before = values(caller)
    # Ten minutes is the longest pause. An entry of another time is not that of the job.
    for later_ms in (0, 600_000, HOUR_MS):
        result_of(bring_forward(caller.node, _entries(caller, "backup", job_id, later_ms)))
    assert values(caller) == before


def test_what_waits_for_its_deletion_still_waits() -> None:
    caller = with_vault()
    job_id = start(caller, Lifecycle={"DeleteAfterDays": 1})
    plan(caller)
    result_of(work(caller))
    before = values(caller)
    ended = _later(caller)
    assert {each["Kind"] for each in ended} == {"backup", "point", "rule"}
    assert job_id in {each["Id"] for each in ended}
    result_of(bring_forward(caller.node, ended))
    assert values(caller) == before
