"""A result survives its file; goals and document are computed from it."""

from pathlib import Path

import pytest

from benchmarks.http import report, result
from benchmarks.http.echo import answer_of
from benchmarks.http.goals import goals
from benchmarks.http.result import Result, Round, Series, TargetFacts
from benchmarks.http.targets import BARE_ECHO, JEDLIK_DISK, JEDLIK_MEMORY, TARGETS


def _round(rate: float) -> Round:
    return Round(
        requests=rate * 3,
        requests_per_s=rate,
        p50_ms=1.0,
        p90_ms=2.0,
        p99_ms=3.0,
        p999_ms=4.0,
        max_ms=5.0,
    )


def _series(target: str, *rates: float, items: int = 10_000, operation: str = "GetItem") -> Series:
    return Series(target, operation, 32, items, rounds=[_round(rate) for rate in rates])


@pytest.fixture
def measured() -> Result:
    facts = [
        TargetFacts(name, target.title, "1", target.storage) for name, target in TARGETS.items()
    ]
    for one in facts:
        if one.name == JEDLIK_MEMORY:
            one.start_s, one.idle_rss_bytes = [0.3, 0.1, 0.2], [61_000_000]
        if one.name == "moto-memory":
            one.missing = "not installed"
        if one.name == "dynalite-memory":
            one.unmeasured = {"ExecuteStatement": "not supported: it answered 400"}
    return Result(
        started="2026-11-23T12:00:00Z",
        commit="0123456789abcdef",
        machine={"cpu": "one | two"},
        parameters={"rounds": 3, "seconds": 3.0},
        targets=facts,
        closed=[
            _series(BARE_ECHO, 99_000, 100_000, 170_000),
            _series(JEDLIK_DISK, 30_000, 20_000, 10_000),
            _series("dynoxide-disk", 10_000),
            _series(JEDLIK_DISK, 15_000, operation="ExecuteStatement"),
        ],
        scale=[
            _series(JEDLIK_DISK, 20_000),
            _series(JEDLIK_DISK, 10_000, items=10_000_000),
        ],
    )


def test_a_result_survives_its_file(measured: Result, tmp_path: Path) -> None:
    path = result.write(measured, tmp_path)
    assert result.read(path) == measured
    assert result.newest(tmp_path) == path


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text('{"format": 0}')
    with pytest.raises(ValueError, match="another format"):
        result.read(path)


def test_goals_are_computed_from_medians(measured: Result) -> None:
    found = {goal.title: goal for goal in goals(measured)}
    share = found["GetItem 1 KB, 32 connections, 1 worker on disk: share of the bare echo"]
    assert (share.measured, share.met) == (0.2, False)
    peers = found["GetItem 1 KB, disk, 1 worker: times the fastest peer"]
    assert (peers.measured, peers.met) == (2.0, True)
    select = found["SELECT by key, 1 worker on disk: share of GetItem 1 KB"]
    assert (select.measured, select.met) == (0.75, True)
    scale = found["GetItem, 10,000 items against 10,000,000: times slower"]
    assert (scale.measured, scale.met) == (2.0, False)
    start = found["first answer after the start, memory"]
    assert (start.measured, start.met) == (0.2, True)
    assert found["idle memory of one worker"].met is False
    assert found["GetItem, disk: two workers against one"].met is None


def test_the_document_says_what_was_measured_and_what_was_not(measured: Result) -> None:
    text = report.render(measured, "file.json")
    assert "| Jedlik, 1 worker, disk | 20,000 | 0.200 | 1.00 | 2.00 | 3.00 | 4.00 |" in text
    assert "not measured: not installed" in text
    assert "| Jedlik, 1 worker, disk |  |  | 0.750 |  |" in text
    assert "| dynalite, memory | not supported |  |" in text
    assert "- dynalite, memory, ExecuteStatement: `not supported: it answered 400`" in text
    assert "**missed**" in text
    assert "## Open loop" not in text
    assert "| cpu | one / two |" in text


@pytest.mark.parametrize("size_bytes", [181, 1082, 10_083, 28_000])
def test_the_echo_answers_the_size_it_is_asked_for(size_bytes: int) -> None:
    assert len(answer_of(size_bytes)) == size_bytes
