"""The closed loop by wrk: a generator in C, because one in Python would be the limit itself.

`replay.lua` sends the pool of signed requests again and again.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.http.client import Endpoint
from benchmarks.http.drive import FailedRunError
from benchmarks.http.result import Round

_SCRIPT = Path(__file__).with_name("replay.lua")
_GRACE_S = 30.0


def is_installed() -> bool:
    """Returns whether wrk is on the path."""
    return shutil.which("wrk") is not None


def version() -> str:
    """Returns the version that wrk prints, or 'missing'."""
    if not is_installed():
        return "missing"
    output = subprocess.run(["wrk", "--version"], capture_output=True, text=True, check=False)
    return " ".join(output.stdout.split()[:2])


def closed_loop(
    endpoint: Endpoint, pool: Sequence[bytes], *, connections: int, seconds: float
) -> Round:
    """Runs one round. Raises FailedRunError if an answer was no success or is missing."""
    with tempfile.NamedTemporaryFile(suffix=".pool") as file:
        for request in pool:
            file.write(b"%08d%b" % (len(request), request))
        file.flush()
        output = subprocess.run(
            [
                *("wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "--latency"),
                *("-s", str(_SCRIPT), f"http://{endpoint.authority}/", "--", file.name),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds + _GRACE_S,
        )
    lines = [line for line in output.stdout.splitlines() if line.startswith('{"requests"')]
    if not lines:
        raise FailedRunError(f"wrk: {output.stdout[-400:]} {output.stderr[-400:]}")
    return _round(json.loads(lines[0]))


def _round(summary: dict[str, float]) -> Round:
    failed, unanswered = summary.pop("failed"), summary.pop("unanswered")
    if failed or unanswered or not summary["requests"]:
        counts = f"{summary['requests']:.0f} answers, {failed:.0f} not 2xx"
        raise FailedRunError(f"{counts}, {unanswered:.0f} socket errors")
    seconds = summary.pop("duration_us") / 1_000_000
    return Round(requests_per_s=summary["requests"] / seconds, **summary)
