"""The result file: everything that one run measured, with the facts to judge and repeat it."""

import dataclasses
import json
import statistics
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parents[1] / "results"
_FORMAT = 1


class Round(NamedTuple):
    """One round of one series. Latencies in ms; in the open loop they count from the due time."""

    requests: float
    requests_per_s: float
    p50_ms: float
    p90_ms: float
    p99_ms: float
    p999_ms: float
    max_ms: float


@dataclass(slots=True)
class Series:
    """The rounds of one operation on one target.

    items: number of items in the store. rate: requests a second that the open loop sent, or None
    for the closed loop.
    """

    target: str
    operation: str
    connections: int
    items: int
    rate: float | None = None
    rounds: list[Round] = field(default_factory=list)

    @property
    def median(self) -> Round:
        """The median of each figure over the rounds."""
        return Round(*map(statistics.median, zip(*self.rounds, strict=True)))


@dataclass(slots=True)
class TargetFacts:
    """Facts about a target, apart from its speed.

    start_s: seconds from start to the first successful answer, one per round.
    idle_rss_bytes: resident memory of all its processes one second later, one per round.
    verifies_signatures: whether it refused a request with a wrong signature, or None if not tried.
    missing: why it was not measured, or None.
    unmeasured: why an operation was not measured although others were: the kind of reason, a colon,
    the details.
    """

    name: str
    title: str
    version: str
    storage: str
    start_s: list[float] = field(default_factory=list)
    idle_rss_bytes: list[int] = field(default_factory=list)
    verifies_signatures: bool | None = None
    missing: str | None = None
    unmeasured: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Result:
    """One run.

    answer_bytes: for each operation, the size of a whole answer with its head; the echo sends as
    much.
    scale: closed loops of GetItem on the small and on the large store.
    """

    started: str
    commit: str
    machine: dict[str, str]
    parameters: dict[str, str | int | float]
    targets: list[TargetFacts] = field(default_factory=list)
    answer_bytes: dict[str, int] = field(default_factory=dict)
    closed: list[Series] = field(default_factory=list)
    open: list[Series] = field(default_factory=list)
    scale: list[Series] = field(default_factory=list)

    def target(self, name: str) -> TargetFacts | None:
        """Returns the facts of a target, or None if it was not part of the run."""
        return next((facts for facts in self.targets if facts.name == name), None)

    def rate(self, target: str, operation: str, connections: int) -> float | None:
        """Returns the median of requests a second in the closed loop, or None if not measured."""
        for series in self.closed:
            if (series.target, series.operation, series.connections) == (
                target,
                operation,
                connections,
            ):
                return series.median.requests_per_s
        return None


def write(result: Result, folder: Path = FOLDER) -> Path:
    """Writes the result as JSON. Time and commit form its name, so names sort by age."""
    document = {"format": _FORMAT, **dataclasses.asdict(result)}
    for part in ("closed", "open", "scale"):
        series: list[Series] = getattr(result, part)
        document[part] = [_series_json(one) for one in series]
    folder.mkdir(parents=True, exist_ok=True)
    stamp = result.started.replace(":", "").replace("-", "")
    path = folder / f"{stamp}-{result.commit[:8]}.json"
    path.write_text(json.dumps(document, indent=1) + "\n")
    return path


def read(path: Path) -> Result:
    """Reads a result file. Raises ValueError if it has another format."""
    document = json.loads(path.read_text())
    if document.pop("format") != _FORMAT:
        raise ValueError(f"{path} is of another format")
    for part in ("closed", "open", "scale"):
        document[part] = [_series(row) for row in document[part]]
    document["targets"] = [TargetFacts(**facts) for facts in document["targets"]]
    return Result(**document)


def newest(folder: Path = FOLDER) -> Path | None:
    """Returns the newest result file, or None if there is none."""
    return max(folder.glob("*.json"), default=None)


def _series_json(series: Series) -> dict[str, object]:
    rounds = [{n: round(v, 4) for n, v in one._asdict().items()} for one in series.rounds]
    median = {n: round(v, 4) for n, v in series.median._asdict().items()}
    return {**dataclasses.asdict(series), "rounds": rounds, "median": median}


def _series(row: dict[str, Any]) -> Series:
    del row["median"]  # it is derived
    return Series(**{**row, "rounds": [Round(**one) for one in row["rounds"]]})
