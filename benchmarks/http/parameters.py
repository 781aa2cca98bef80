"""What a run measures, and how long."""

from pathlib import Path
from typing import NamedTuple

from benchmarks.http.client import Endpoint

LOOPS = ("start", "closed", "open", "scale")
WRITE_CONNECTIONS = 128  # PutItem is measured with so many too: group commit feeds on them
MOST_OPEN_RATE = 25_000.0  # requests a second the open-loop driver can offer with time to spare


class Parameters(NamedTuple):
    """Choices of one run.

    urls: servers that are running already, by name, measured like targets.
    seconds: of one measurement. pool: signed requests that a measurement replays.
    rate: of the open loop, requests a second; None for half of what the closed loop reached.
    data: folder for the targets' data, on the disk to measure. scale_items: of the large store.
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
        """The choices that matter to who reads the result."""
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
