"""Measures nodes over HTTP on PostgreSQL against bare asyncpg, in one run.

    python -m benchmarks.postgresql_nodes postgresql://USER@HOST:PORT/DATABASE --database-pid PID

A *side* is a number of nodes of one checkout, `--side CHECKOUT=NODESxWORKERS`, on a database of its
own, which the script creates, or which `--store` names. The workers of a node share 12 connections.
Rounds of all sides and of bare asyncpg alternate. Printed are the medians: requests a second, their
share of bare asyncpg, and how long a processor works for a request: in the nodes, in the database,
in the workers of Citus (`--worker-pid`), and in wrk, which sends the requests.
`benchmarks.capacity_model` extrapolates from what `--output` writes. All programs share the
machine.
"""

import argparse
import asyncio
import json
import os
import resource
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import asyncpg
import uvloop

from benchmarks.http.fleet import start_request
from benchmarks.http.process import ServerProcess, free_endpoint
from benchmarks.http.sign import BENCHMARK_CREDENTIALS, signed
from benchmarks.http.table import fill
from benchmarks.http.targets import environment
from benchmarks.http.workload import OPERATIONS, calls
from benchmarks.http.wrk import closed_loop
from benchmarks.micro.postgresql import CONNECTIONS, Work, bare, rate

_ITEMS: Final = 2500
_POOL: Final = 4000  # signed requests, which are sent again and again
_TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")
_BARE: Final = "bare asyncpg"
_STATEMENTS: Final = {"GetItem": 0, "PutItem": 1}  # those of `bare` that do the same


class Measured(NamedTuple):
    """One round, or the medians of several. Times are those of processors, for one request."""

    per_s: float
    node_us: float
    database_us: float
    worker_us: float
    generator_us: float


class Series(NamedTuple):
    """What was measured in rounds of one kind. nodes: 0 for bare asyncpg."""

    operation: str
    name: str
    nodes: int


class Side:
    """Nodes of one checkout on one database. They are paused except in their rounds."""

    def __init__(self, checkout: Path, count: int, workers: int) -> None:
        self.name = f"{checkout.absolute().name}={count}x{workers}"
        self.nodes: list[ServerProcess] = []
        self._checkout = checkout.absolute()
        self._count = count
        self._workers = workers

    def start(self, store: str, options: Sequence[str]) -> None:
        """Starts the nodes, and makes the table."""
        self.name += f" on {urlsplit(store).path[1:]}"
        for _ in range(self._count):
            self._start_one(store, options)
        table = OPERATIONS["PutItem"].table
        fill(self.nodes[0].endpoint, BENCHMARK_CREDENTIALS, table, _ITEMS)
        for each in self.nodes:
            each.pause()

    def _start_one(self, store: str, options: Sequence[str]) -> None:
        endpoint = free_endpoint()
        command = [
            *(str(self._checkout / ".venv/bin/jedlik"), "serve", "--port", str(endpoint.port)),
            *("--auth", "enforce", "--store", store, "--workers", str(self._workers)),
            *("--store-connections", str(CONNECTIONS // self._workers), *options),
        ]
        node = ServerProcess(command, endpoint=endpoint, environment=environment())
        self.nodes.append(node)
        node.wait_for_answer(start_request("jedlik", endpoint))

    def round(self, operation: str, connections: int, seconds: float) -> float:
        """Runs one round. Returns the requests a second.

        connections: those of wrk to each node.
        """
        for each in self.nodes:
            each.resume()
        with ThreadPoolExecutor(len(self.nodes)) as pool:
            rounds = [
                pool.submit(_load, node, operation, connections, seconds, seed)
                for seed, node in enumerate(self.nodes)
            ]
            per_s = sum(each.result() for each in rounds)
        for each in self.nodes:
            each.pause()
        return per_s

    def cpu_s(self) -> float:
        """Returns the processor time of the nodes so far."""
        return sum(each.cpu_s() for each in self.nodes)

    def stop(self) -> None:
        """Stops the nodes."""
        for each in self.nodes:
            each.stop()


def _load(
    node: ServerProcess, operation: str, connections: int, seconds: float, seed: int
) -> float:
    chosen = calls(OPERATIONS[operation], items=_ITEMS, count=_POOL, seed=seed)
    host = node.endpoint.authority
    pool = list(signed(chosen, host=host, credentials=BENCHMARK_CREDENTIALS))
    found = closed_loop(node.endpoint, pool, connections=connections, seconds=seconds)
    return found.requests_per_s


def cpu_s(postmasters: Sequence[int]) -> float:
    """Returns the processor time of servers of PostgreSQL and their processes, ended ones too."""
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # the process has just ended
            continue
        if int(folder.name) in postmasters:
            ticks += sum(map(int, fields[11:15]))
        elif int(fields[1]) in postmasters:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICKS_PER_S


class Run:
    """All sides, and what was measured so far."""

    def __init__(self, options: argparse.Namespace, runner: asyncio.Runner) -> None:
        self.sides: list[Side] = []
        self.found: dict[Series, list[Measured]] = {}
        self._options = options
        self._runner = runner
        self._bare: list[tuple[Work, Work]] = []

    def start(self) -> None:
        """Creates the databases, and starts the nodes."""
        for number, text in enumerate(self._options.side or [".=1x1"]):
            checkout, _, sizes = text.rpartition("=")
            nodes, workers = map(int, sizes.split("x"))
            side = Side(Path(checkout), nodes, workers)
            self.sides.append(side)
            side.start(self._store(number), self._options.node_option)
        self._bare = self._runner.run(bare(self._options.url))

    def measure(self) -> None:
        """Runs all rounds."""
        seconds, connections = self._options.seconds, self._options.connections
        for _ in range(self._options.rounds):
            for operation in self._options.operations.split(","):
                callers = [each[_STATEMENTS[operation]] for each in self._bare]
                before = self._times()
                per_s = self._runner.run(rate(callers, seconds))
                self._add(Series(operation, _BARE, 0), per_s, before)
                for side in self.sides:
                    before = self._times(side)
                    per_s = side.round(operation, connections, seconds)
                    self._add(Series(operation, side.name, len(side.nodes)), per_s, before, side)

    def stop(self) -> None:
        """Stops all nodes."""
        for each in self.sides:
            each.stop()

    def _store(self, number: int) -> str:
        stores: list[str] = self._options.store
        if number < len(stores):
            return stores[number]
        name = f"bench_{number}"
        self._runner.run(create(self._options.url, name))
        parts = urlsplit(self._options.url)
        return f"{parts.scheme}://{parts.netloc}/{name}"

    def _times(self, side: Side | None = None) -> tuple[float, ...]:
        """Returns the processor times of nodes, database, workers, wrk."""
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (
            0.0 if side is None else side.cpu_s(),
            cpu_s([self._options.database_pid]),
            cpu_s(self._options.worker_pid),
            ended.ru_utime + ended.ru_stime,
        )

    def _add(
        self, series: Series, per_s: float, before: Sequence[float], side: Side | None = None
    ) -> None:
        count = per_s * self._options.seconds
        times = zip(before, self._times(side), strict=True)
        taken = [(after - earlier) / count * 1e6 for earlier, after in times]
        self.found.setdefault(series, []).append(Measured(per_s, *taken))


async def create(url: str, name: str) -> None:
    """Creates a database on the server of `url`, in place of an earlier one of this name."""
    connection = await asyncpg.connect(url)
    await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()


def shown(found: dict[Series, list[Measured]]) -> str:
    """Returns a line for each series, with medians, and with the extremes of the rate."""
    lines = []
    for series, rounds in found.items():
        bare_rounds = found[series._replace(name=_BARE, nodes=0)]
        pairs = zip(rounds, bare_rounds, strict=True)
        share = median(one.per_s / other.per_s for one, other in pairs)
        per_s = [each.per_s for each in rounds]
        middle = medians(rounds)
        lines.append(
            f"{series.operation:8} {series.name:28} {middle.per_s:8,.0f}/s ({min(per_s):,.0f} to"
            f" {max(per_s):,.0f}), {share:.2f} of bare asyncpg; us: node {middle.node_us:.1f},"
            f" database {middle.database_us:.1f}, workers {middle.worker_us:.1f},"
            f" wrk {middle.generator_us:.1f}"
        )
    return "\n".join(lines)


def medians(rounds: Sequence[Measured]) -> Measured:
    """Returns the median of each figure."""
    return Measured(*(median(column) for column in zip(*rounds, strict=True)))


def main() -> int:
    """Does what the options say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--database-pid", type=int, required=True, help="of the postmaster")
    parser.add_argument("--worker-pid", type=int, action="append", default=[], help="of Citus")
    parser.add_argument("--side", action="append", help="CHECKOUT=NODESxWORKERS; may be repeated")
    parser.add_argument("--store", action="append", default=[], help="of a side")
    parser.add_argument("--node-option", action="append", default=[], help="of jedlik serve")
    parser.add_argument("--operations", default="GetItem,PutItem")
    parser.add_argument("--connections", type=int, default=64, help="of wrk to each node")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--output", type=Path, help="file for the medians, as JSON")
    options = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        run = Run(options, runner)
        try:
            run.start()
            run.measure()
        finally:
            run.stop()
    print(shown(run.found))
    if options.output:
        rows = [
            {**series._asdict(), **medians(rounds)._asdict()}
            for series, rounds in run.found.items()
        ]
        figures = {"cores": os.cpu_count(), "rows": rows}
        options.output.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
