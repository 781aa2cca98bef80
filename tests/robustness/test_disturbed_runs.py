"""Whatever the disk does, and wherever a process ends, nothing that was acknowledged is lost.

JEDLIK_DISTURBED_RUNS sets how many runs of each kind are made (8), JEDLIK_SEED which. A power cut
is tried without encryption only: the faulty disk is above the encryption, so it cannot tear a page
that is encrypted.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.figures import count

ROOT = Path(__file__).parents[2]
RUNS = int(os.environ.get("JEDLIK_DISTURBED_RUNS", "8"))
SEED = os.environ.get("JEDLIK_SEED", "1")
ENOUGH = 5  # runs: at least one of them is disturbed
COUNTED = {"error": "system_call_faults", "kill": "kills", "power cut": "power_cuts"}
KEY = "ab" * 32


@pytest.mark.timeout(120 + 10 * RUNS)
@pytest.mark.parametrize(
    ("action", "key"),
    [("error", ""), ("error", KEY), ("kill", ""), ("kill", KEY), ("power cut", "")],
    ids=lambda value: "encrypted" if value == KEY else value or "clear",
)
def test_what_was_acknowledged_is_found_again(tmp_path: Path, action: str, key: str) -> None:
    arguments = [action, str(RUNS), SEED, str(tmp_path), *filter(None, [key])]
    done = subprocess.run(
        [sys.executable, "-m", "tests.robustness.disturbed_runs", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(done.stdout)
    assert figures["found"] == []
    assert figures["runs"] == RUNS
    tried = figures.get("faults", 0) if action == "error" else figures["ended"]
    assert tried > 0 or RUNS < ENOUGH
    count(**{COUNTED[action]: tried, "acknowledged_writes": figures.get("done", 0)})
