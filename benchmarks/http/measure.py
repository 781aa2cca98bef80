"""One run: measures the targets in turn, in several rounds, and collects a Result.

Within a round every target is measured once, so a slow minute of the machine affects all of them.
The figures are medians over the rounds. Requests are signed right before each measurement, because
a signature is valid for five minutes. Round 0 warms up compilers and caches and is not counted. The
system may take memory from paused targets, so each one receives requests for a while before it is
measured.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from benchmarks.http import drive, wrk
from benchmarks.http.client import Endpoint
from benchmarks.http.fleet import Fleet, request_pool, say, start_request
from benchmarks.http.machine import commit, filesystem, machine
from benchmarks.http.parameters import MOST_OPEN_RATE, WRITE_CONNECTIONS, Parameters
from benchmarks.http.result import Result, Round, Series, TargetFacts
from benchmarks.http.targets import JEDLIK_DISK, TARGETS

_IDLE_S = 1.0  # between the first answer and the measurement of an idle server's memory
_WARM_UP_S = 2.0
_WAKING_S = 1.0
_LARGE_POOL = 10  # times the pool: the keys for a large store must not all fit in a small cache
_DISK_BYTES_PER_ITEM = 4000  # an item of 1 KB, its index entry, the log, and reserve

Loop = Callable[[Endpoint, list[bytes], Series, float], Round]


def measure(parameters: Parameters) -> Result:
    """Returns the result of the whole run. Its `targets` say what was not measured, and why."""
    result = _empty_result(parameters)
    if "start" in parameters.loops:
        _measure_start(parameters, result)
    if "closed" in parameters.loops or "open" in parameters.loops:
        _measure_loops(parameters, result)
    if "scale" in parameters.loops:
        _measure_scale(parameters, result)
    return result


def _empty_result(parameters: Parameters) -> Result:
    parameters.data.mkdir(parents=True, exist_ok=True)
    facts = [_facts(name, parameters) for name in parameters.targets]
    facts += [TargetFacts(name, name, "unknown", "unknown") for name in parameters.urls]
    return Result(
        started=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        commit=commit(),
        machine=machine() | {"data on": filesystem(parameters.data)},
        parameters=parameters.for_the_record(),
        targets=facts,
    )


def _facts(name: str, parameters: Parameters) -> TargetFacts:
    target = TARGETS[name]
    try:
        version = target.version(parameters.peers)
    except OSError:
        version = "unknown"
    return TargetFacts(name, target.title, version, target.storage)


def _measure_start(parameters: Parameters, result: Result) -> None:
    """Measures seconds to the first answer, and the memory of a server after one answer."""
    fleet = Fleet(parameters, result)
    try:
        for number in range(parameters.rounds):
            say(f"start, round {number + 1} of {parameters.rounds}")
            for facts in result.targets:
                if facts.missing is None and facts.name not in parameters.urls:
                    with fleet.failing(facts.name):
                        _start_once(fleet, facts)
    finally:
        fleet.close()


def _start_once(fleet: Fleet, facts: TargetFacts) -> None:
    process = fleet.spawn(facts.name)
    try:
        request = start_request(facts.name, process.endpoint)
        facts.start_s.append(round(process.wait_for_answer(request), 4))
        time.sleep(_IDLE_S)
        facts.idle_rss_bytes.append(process.rss_bytes())
    finally:
        process.stop()


def _measure_loops(parameters: Parameters, result: Result) -> None:
    fleet = Fleet(parameters, result)
    names = [facts.name for facts in result.targets if facts.missing is None]
    try:
        fleet.start(names, parameters.items)
        if "closed" in parameters.loops:
            closed = [(fleet, series) for series in _closed_series(fleet, parameters)]
            result.closed = _take_rounds(closed, parameters, _closed_loop)
        if "open" in parameters.loops:
            offered = [(fleet, series) for series in _open_series(fleet, parameters, result)]
            result.open = _take_rounds(offered, parameters, _open_loop)
    finally:
        fleet.close()


def _measure_scale(parameters: Parameters, result: Result) -> None:
    """Measures GetItem of Jedlik on disk, on a small and on a large store in the same rounds.

    The files of each are read before it is measured, so that the operating system has as much of
    them in memory as possible. So the effect of the store's size is measured, and not the latency
    of the disk.
    """
    facts = result.target(JEDLIK_DISK)
    if facts is None or facts.missing is not None:
        return
    free_bytes = shutil.disk_usage(parameters.data).free
    if free_bytes < parameters.scale_items * _DISK_BYTES_PER_ITEM:
        facts.missing = f"the large store needs more than the {free_bytes:,} bytes that are free"
        return
    wide = parameters._replace(pool=parameters.pool * _LARGE_POOL, operations=("GetItem",))
    pairs: list[tuple[Fleet, Series]] = []
    try:
        for items in (parameters.items, parameters.scale_items):
            fleet = Fleet(wide, result)
            pairs.append((fleet, Series(JEDLIK_DISK, "GetItem", parameters.connections, items)))
            fleet.start([JEDLIK_DISK], items)
        result.scale = _take_rounds(pairs, wide, _closed_loop, reads_files=True)
    finally:
        for fleet, _ in pairs:
            fleet.close()


def _closed_series(fleet: Fleet, parameters: Parameters) -> Iterator[Series]:
    for operation in parameters.operations:
        for name in fleet.names:
            if fleet.serves(name, operation):
                yield Series(name, operation, parameters.connections, parameters.items)
    if "PutItem" in parameters.operations:
        for name in filter(lambda name: fleet.serves(name, "PutItem"), fleet.names):
            yield Series(name, "PutItem", WRITE_CONNECTIONS, parameters.items)


def _open_series(fleet: Fleet, parameters: Parameters, result: Result) -> Iterator[Series]:
    for operation in parameters.operations:
        for name in fleet.names:
            most = result.rate(name, operation, parameters.connections)
            rate = parameters.rate or (most / 2 if most else None)
            if rate is not None:
                offered = min(rate, MOST_OPEN_RATE)
                yield Series(
                    name, operation, parameters.connections, parameters.items, round(offered)
                )


def _take_rounds(
    pairs: list[tuple[Fleet, Series]],
    parameters: Parameters,
    loop: Loop,
    *,
    reads_files: bool = False,
) -> list[Series]:
    """Measures all rounds of the series. A series that failed on the way is left out."""
    for number in range(parameters.rounds + 1):
        say(f"{loop.__name__.strip('_')}: round {number} of {parameters.rounds}")
        for fleet, series in pairs:
            if not fleet.serves(series.target, series.operation):
                continue
            with fleet.failing(series.target, series.operation):
                if reads_files:
                    fleet.read_files()
                one = _take_round(fleet, series, parameters, loop, warm_up=number == 0)
                if number > 0:
                    series.rounds.append(one)
    return [s for fleet, s in pairs if fleet.serves(s.target, s.operation)]


def _take_round(
    fleet: Fleet, series: Series, parameters: Parameters, loop: Loop, *, warm_up: bool
) -> Round:
    seconds = min(_WARM_UP_S, parameters.seconds) if warm_up else parameters.seconds
    with fleet.running(series.target, series.operation) as endpoint:
        # Each round has its own seed, so that its keys are not in the caches because of the last
        # round.
        fresh = parameters._replace(seed=parameters.seed + len(series.rounds) + (not warm_up))
        pool = request_pool(
            series.target, series.operation, endpoint, items=series.items, parameters=fresh
        )
        if not warm_up:
            loop(endpoint, pool, series, _WAKING_S)
        return loop(endpoint, pool, series, seconds)


def _closed_loop(endpoint: Endpoint, pool: list[bytes], series: Series, seconds: float) -> Round:
    closed_loop = wrk.closed_loop if wrk.is_installed() else drive.closed_loop
    return closed_loop(endpoint, pool, connections=series.connections, seconds=seconds)


def _open_loop(endpoint: Endpoint, pool: list[bytes], series: Series, seconds: float) -> Round:
    assert series.rate is not None, "an open loop has a rate"
    return drive.open_loop(
        endpoint, pool, connections=series.connections, rate=series.rate, seconds=seconds
    )
