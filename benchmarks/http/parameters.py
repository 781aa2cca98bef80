"""What a run measures, and how long."""

from pathlib import Path
from typing import NamedTuple

from benchmarks.http.client import Endpoint

LOOPS = ("start", "closed", "open", "scale")
# PutItem is also measured with these: group commit gains from many connections
WRITE_CONNECTIONS = 128
# requests a second that the open loop can send without becoming the limit itself
MOST_OPEN_RATE = 25_000.0


class Parameters(NamedTuple):
    """The choices of one run.

    urls: servers that already run, by name; they are measured like targets.
    seconds: length of one measurement. pool: number of signed requests that a measurement repeats.
    rate: requests a second of the open loop, or None for half of the closed loop's rate.
    items, scale_items: items in each table, and in the large store.
    data: folder for the targets' data, on the disk to measure.
    """

    targets: tuple[str, ...]
    urls: dict[str, Endpoint]
    operations: tuple[str, ...]
    loops: tuple[str, ...]
    connections: int
    rounds: int
    seconds: float
    rate: float | None
    items: int
    scale_items: int
    pool: int
    seed: int
    peers: Path
    data: Path

    def for_the_record(self) -> dict[str, str | int | float]:
        """Returns the choices that a reader of the result needs."""
        return {
            "operations": ", ".join(self.operations),
            "connections": self.connections,
            "rounds": self.rounds,
            "seconds": self.seconds,
            "items": self.items,
            "pool": self.pool,
            "seed": self.seed,
            "open loop": f"{self.rate:.0f}/s" if self.rate else "half of the closed loop's rate",
        }
