"""The result file: everything one run measured, with what is needed to judge and repeat it."""

import dataclasses
import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

FORMAT = 1
FOLDER = Path(__file__).parents[1] / "results"


@dataclass(slots=True, frozen=True)
class Round:
    """One round of one series. Latencies in ms; in the open loop they count from the schedule."""

    requests: int
    requests_per_s: float
    p50_ms: float
    p90_ms: float
    p99_ms: float
    p999_ms: float
    max_ms: float


@dataclass(slots=True)
class Series:
    """The rounds of one (target, operation, connections); `rate` is what the open loop offered."""

    target: str
    operation: str
    connections: int
    rate: float | None = None
    rounds: list[Round] = field(default_factory=list)

    @property
    def median(self) -> Round:
        """The median of each figure over the rounds, on its own."""
        names = [f.name for f in dataclasses.fields(Round)]
        figures = {n: statistics.median(getattr(r, n) for r in self.rounds) for n in names}
        return Round(**figures)  # type: ignore[arg-type]  # a median of requests may end in .5


@dataclass(slots=True, frozen=True)
class TargetFacts:
    """What was found of a target besides its speed; None where it could not be measured.

    start_s: seconds from spawning to the first successful answer, one per round.
    idle_rss_bytes: resident memory of all its processes after that, one per round.
    verifies_signatures: whether it refused a request with a wrong signature.
    """

    name: str
    title: str
    version: str
    storage: str
    start_s: Sequence[float] = ()
    idle_rss_bytes: Sequence[int] = ()
    verifies_signatures: bool | None = None
    missing: str | None = None
