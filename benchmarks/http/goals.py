"""The goals of the project. Each is computed from a result."""

import statistics
from collections.abc import Callable
from typing import NamedTuple

from benchmarks.http.parameters import WRITE_CONNECTIONS
from benchmarks.http.result import Result, Series
from benchmarks.http.targets import (
    BARE_ECHO,
    JEDLIK_DISK,
    JEDLIK_DISK_TWO,
    JEDLIK_MEMORY,
    TARGETS,
    is_jedlik,
)
from benchmarks.http.workload import BASE_OPERATIONS, OPERATIONS

_BASE_CONNECTIONS = 32
_MEGABYTE = 1_000_000


class Ratio(NamedTuple):
    """How fast one operation should be, as a share of the rate of another."""

    operation: str
    base: str
    title: str
    bound: float

    def of(self, result: Result, target: str) -> float | None:
        """Returns the share on a target, or None if one of the two was not measured."""
        return _ratio(
            result.rate(target, self.operation, _BASE_CONNECTIONS),
            result.rate(target, self.base, _BASE_CONNECTIONS),
        )


RATIOS = (
    Ratio("PutItemIndexed", "PutItem", "PutItem with two global indexes and a stream", 0.45),
    Ratio("TransactWriteItems", "PutItem", "TransactWriteItems of 4 puts", 0.17),
    Ratio("ExecuteStatement", "GetItem", "SELECT by key", 0.7),
    Ratio("QueryIndex", "QueryIndexed", "Query on a global index", 0.9),
)


class Goal(NamedTuple):
    """One figure: its title, the bound, and the measured value, or None if it was not measured."""

    title: str
    bound: float
    at_least: bool
    unit: str
    measured: float | None

    @property
    def met(self) -> bool | None:
        """Whether the bound holds, or None if nothing was measured."""
        if self.measured is None:
            return None
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound


def goals(result: Result) -> list[Goal]:
    """Returns all goals in the order of the document."""
    return [
        *_shares_of_the_echo(result),
        *_capabilities(result),
        *_against_peers(result),
        _two_workers(result),
        *_open_loop(result),
        _scale(result),
        *_start_and_memory(result),
    ]


def _shares_of_the_echo(result: Result) -> list[Goal]:
    shares = (
        ("GetItem", _BASE_CONNECTIONS, 0.22),
        ("PutItem", _BASE_CONNECTIONS, 0.12),
        ("PutItem", WRITE_CONNECTIONS, 0.15),
        ("UpdateItem", _BASE_CONNECTIONS, 0.08),
        ("Query", _BASE_CONNECTIONS, 0.5),
    )
    return [
        Goal(
            f"{OPERATIONS[operation].title}, {connections} connections, 1 worker on disk: "
            "share of the bare echo",
            share,
            at_least=True,
            unit="",
            measured=_ratio(
                result.rate(JEDLIK_DISK, operation, connections),
                result.rate(BARE_ECHO, operation, connections),
            ),
        )
        for operation, connections, share in shares
    ]


def _capabilities(result: Result) -> list[Goal]:
    return [
        Goal(
            f"{ratio.title}, 1 worker on disk: share of {OPERATIONS[ratio.base].title}",
            ratio.bound,
            at_least=True,
            unit="",
            measured=ratio.of(result, JEDLIK_DISK),
        )
        for ratio in RATIOS
    ]


def _against_peers(result: Result) -> list[Goal]:
    found = []
    for own, storage in ((JEDLIK_MEMORY, "memory"), (JEDLIK_DISK, "disk")):
        peers = [
            name
            for name, target in TARGETS.items()
            if target.storage == storage and not is_jedlik(name)
        ]
        for operation in OPERATIONS.values():
            rates = [result.rate(name, operation.name, _BASE_CONNECTIONS) for name in peers]
            known = [rate for rate in rates if rate is not None]
            fastest = max(known, default=None)
            title = f"{operation.title}, {storage}, 1 worker: times the fastest peer"
            measured = _ratio(result.rate(own, operation.name, _BASE_CONNECTIONS), fastest)
            found.append(Goal(title, 1.0, at_least=True, unit="x", measured=measured))
    return found


def _two_workers(result: Result) -> Goal:
    one = result.rate(JEDLIK_DISK, "GetItem", _BASE_CONNECTIONS)
    two = result.rate(JEDLIK_DISK_TWO, "GetItem", _BASE_CONNECTIONS)
    title = "GetItem, disk: two workers against one"
    return Goal(title, 1.5, at_least=True, unit="x", measured=_ratio(two, one))


def _open_loop(result: Result) -> list[Goal]:
    return [
        Goal(
            f"{operation.title}, 1 worker on disk, at half of its highest rate: p99",
            5.0,
            at_least=False,
            unit="ms",
            measured=_only(result.open, JEDLIK_DISK, operation.name, lambda s: s.median.p99_ms),
        )
        for operation in map(OPERATIONS.__getitem__, BASE_OPERATIONS)
    ]


def _scale(result: Result) -> Goal:
    stores = sorted((s for s in result.scale if s.target == JEDLIK_DISK), key=lambda s: s.items)
    title, measured = "GetItem, small store against large", None
    if len(stores) == 2:
        small, large = stores
        title = f"GetItem, {small.items:,} items against {large.items:,}: times slower"
        measured = small.median.requests_per_s / large.median.requests_per_s
    return Goal(title, 1.5, at_least=False, unit="x", measured=measured)


def _start_and_memory(result: Result) -> list[Goal]:
    facts = result.target(JEDLIK_MEMORY)
    start = _middle(facts.start_s) if facts else None
    memory = _middle([b / _MEGABYTE for b in facts.idle_rss_bytes]) if facts else None
    return [
        Goal(
            "first answer after the start, memory", 0.25, at_least=False, unit="s", measured=start
        ),
        Goal("idle memory of one worker", 60.0, at_least=False, unit="MB", measured=memory),
    ]


def _ratio(one: float | None, other: float | None) -> float | None:
    return None if one is None or not other else one / other


def _only(
    all_series: list[Series], target: str, operation: str, figure: Callable[[Series], float]
) -> float | None:
    found = (s for s in all_series if (s.target, s.operation) == (target, operation))
    return next((figure(series) for series in found), None)


def _middle(values: list[float]) -> float | None:
    return statistics.median(values) if values else None
