"""Extrapolates from measured figures: how many nodes and databases a load needs.

    python -m benchmarks.capacity_model
    python -m benchmarks.capacity_model --reads 900000 --writes 100000 --terabytes 1000

The figures are those that `benchmarks.postgresql_nodes --output` has written: how long a processor
works for one request, in the nodes, in the database, in the workers of Citus. The model is linear:
twice the requests need twice the processors, on any number of nodes. `checks` shows how far that
was true on one machine: how the processor time of a request changes with the number of nodes. All
else is an extrapolation, and says so. Tables have no stream and no history: their commits follow
each other over all nodes, and the model does not know how long a commit takes elsewhere.
"""

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = Path(__file__).parent / "capacity"
_MICRO: Final = 1e-6
_PLAIN: Final = "PostgreSQL"
_CITUS: Final = "Citus"


class Row(NamedTuple):
    """What was measured of one operation with a number of nodes."""

    operation: str
    name: str
    nodes: int
    per_s: float
    node_us: float
    database_us: float
    worker_us: float
    generator_us: float


class Figures(NamedTuple):
    """Rows of one kind of database. cores: of the machine on which everything ran."""

    kind: str
    cores: int
    rows: Sequence[Row]

    def of(self, operation: str) -> Row:
        """Returns the row with the fewest nodes."""
        return min((row for row in self.rows if row.operation == operation), key=_nodes_of)


class Load(NamedTuple):
    """What is wanted. eventual: the share of the reads that may go to replicas."""

    reads_per_s: float
    writes_per_s: float
    terabytes: float
    eventual: float = 0.5


class Assumptions(NamedTuple):
    """What was not measured.

    utilisation: the share of its processors that a machine may use for long. node_cores: those of a
    node's machine, with a worker for each. database_cores, database_terabytes: the largest machine
    for one PostgreSQL. bytes_per_byte: what the
    database stores for a byte of an item, without its copies in other zones; 1.6 was measured with
    items of 1 KB that are not updated.
    """

    utilisation: float = 0.6
    node_cores: int = 8
    database_cores: int = 64
    database_terabytes: float = 30.0
    bytes_per_byte: float = 1.6


class Plan(NamedTuple):
    """What a load needs.

    clusters: how many databases with tables of their own. It is 1 if one database is enough, and
    greater if the tables must be divided among several. Everything else is for all of them
    together. primary_cores: those of primaries or coordinators. servers: machines for primaries,
    replicas for reads, coordinators and workers, without the standbys of other zones.
    """

    kind: str
    nodes: int
    clusters: int
    primary_cores: float
    servers: int
    limit: str


def plan(load: Load, figures: Figures, assumed: Assumptions) -> Plan:
    """Returns what the load needs on one kind of database."""
    read, write = figures.of("GetItem"), figures.of("PutItem")
    node_s = (load.reads_per_s * read.node_us + load.writes_per_s * write.node_us) * _MICRO
    nodes = _machines(node_s, assumed.node_cores, assumed)
    stored = load.terabytes * assumed.bytes_per_byte
    is_plain = figures.kind == _PLAIN
    primary_cores = _primary_cores(load, 0.0, figures, assumed)
    eventual = 0.0
    # Only a database without Citus has replicas for reads.
    if is_plain and primary_cores > assumed.database_cores:
        eventual = load.eventual
        primary_cores = _primary_cores(load, eventual, figures, assumed)
    by_cores = max(1, math.ceil(primary_cores / assumed.database_cores))
    if is_plain:
        by_bytes = max(1, math.ceil(stored / assumed.database_terabytes))
        clusters = max(by_cores, by_bytes)
        replica_s = load.reads_per_s * eventual * read.database_us * _MICRO
        others = _machines(replica_s, assumed.database_cores, assumed) if eventual else 0
        limit = "bytes" if by_bytes > by_cores else "processors of the primary"
    else:
        clusters = by_cores
        worker_s = load.reads_per_s * read.worker_us + load.writes_per_s * write.worker_us
        by_worker_cores = _machines(worker_s * _MICRO, assumed.database_cores, assumed)
        others = max(by_worker_cores, math.ceil(stored / assumed.database_terabytes))
        limit = "processors of the coordinator"
    return Plan(
        figures.kind,
        nodes,
        clusters,
        primary_cores,
        clusters + others,
        limit if clusters > 1 else "none",
    )


def _primary_cores(load: Load, eventual: float, figures: Figures, assumed: Assumptions) -> float:
    """Returns the processors of primaries. eventual: the share of reads that go to replicas."""
    read, write = figures.of("GetItem"), figures.of("PutItem")
    read_s = load.reads_per_s * (1 - eventual) * read.database_us * _MICRO
    return (read_s + load.writes_per_s * write.database_us * _MICRO) / assumed.utilisation


class Check(NamedTuple):
    """How a measured row differs from that with the fewest nodes.

    total_us: processor time of a request, in all programs. ratio: that time against the row with
    the fewest nodes; the model assumes 1. used: which share of the machine these programs got.
    """

    kind: str
    row: Row
    total_us: float
    ratio: float
    used: float


def checks(figures: Figures) -> list[Check]:
    """Returns what the rows say about the model."""
    found = []
    for row in figures.rows:
        total_us, base_us = _total_us(row), _total_us(figures.of(row.operation))
        used = row.per_s * total_us * _MICRO / figures.cores
        found.append(Check(figures.kind, row, total_us, total_us / base_us, used))
    return found


def _total_us(row: Row) -> float:
    return row.node_us + row.database_us + row.worker_us + row.generator_us


def _machines(seconds: float, cores: int, assumed: Assumptions) -> int:
    """Returns how many machines give so many seconds of processors in a second."""
    return max(1, math.ceil(seconds / (cores * assumed.utilisation)))


def _nodes_of(row: Row) -> int:
    return row.nodes


def figures_in(file: Path, kind: str) -> Figures:
    """Returns the figures of a file. Rows of bare asyncpg are left out."""
    stored = json.loads(file.read_text())
    rows = [Row(**row) for row in stored["rows"] if row["nodes"]]
    return Figures(kind, stored["cores"], rows)


def table(loads: Sequence[Load], kinds: Sequence[Figures], assumed: Assumptions) -> str:
    """Returns the document: checks, assumptions, and what each load needs."""
    lines = ["Measured on one machine:", ""]
    lines += [
        "| database | nodes | operation | requests/s | share of the machine that these programs got"
        " | processor time of a request, us: nodes | primary or coordinator | workers | wrk"
        " | all, against the fewest nodes (the model assumes 1) |",
        "|---|--:|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for each in (check for figures in kinds for check in checks(figures)):
        row = each.row
        lines.append(
            f"| {each.kind} | {row.nodes} | {row.operation} | {row.per_s:,.0f} | {each.used:.2f}"
            f" | {row.node_us:.0f} | {row.database_us:.0f} | {row.worker_us:.0f}"
            f" | {row.generator_us:.0f} | {each.ratio:.2f} |"
        )
    lines += ["", "**Extrapolated**, not measured:", ""]
    lines += [
        "| reads/s | writes/s | TB | database | nodes | databases with tables of their own"
        " | servers of databases | cores of primaries or coordinators | what limits one database |",
        "|--:|--:|--:|---|--:|--:|--:|--:|---|",
    ]
    for load in loads:
        for figures in kinds:
            needed = plan(load, figures, assumed)
            lines.append(
                f"| {load.reads_per_s:,.0f} | {load.writes_per_s:,.0f} | {load.terabytes:,g}"
                f" | {needed.kind} | {needed.nodes:,} | {needed.clusters:,} | {needed.servers:,}"
                f" | {needed.primary_cores:,.0f} | {needed.limit} |"
            )
    shown = ", ".join(f"{name} = {value:g}" for name, value in assumed._asdict().items())
    return "\n".join([*lines, "", f"Assumed, except the bytes: {shown}."])


_LOADS: Final = (
    Load(9_000, 1_000, 1),
    Load(90_000, 10_000, 20),
    Load(900_000, 100_000, 1_000),
)


def main() -> int:
    """Prints the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plain", type=Path, default=FOLDER / "postgresql.json")
    parser.add_argument("--citus", type=Path, default=FOLDER / "citus.json")
    parser.add_argument("--reads", type=float, help="a second; otherwise three loads are shown")
    parser.add_argument("--writes", type=float, default=0.0, help="a second")
    parser.add_argument("--terabytes", type=float, default=1.0, help="of items")
    parser.add_argument("--eventual", type=float, default=0.5, help="share of eventual reads")
    usual = Assumptions()
    for name, value in usual._asdict().items():
        option = "--" + name.replace("_", "-")
        parser.add_argument(option, type=type(value), default=value)
    options = parser.parse_args()
    assumed = Assumptions(*(getattr(options, name) for name in Assumptions._fields))
    loads: Sequence[Load] = _LOADS
    if options.reads is not None:
        loads = [Load(options.reads, options.writes, options.terabytes, options.eventual)]
    kinds = [figures_in(options.plain, _PLAIN), figures_in(options.citus, _CITUS)]
    print(table(loads, kinds, assumed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
