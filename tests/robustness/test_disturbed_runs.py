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
    assert figures["done"] > RUNS
    ended = figures["ended"]
    if action == "error":
        assert figures["faults"] > 0
        count(system_call_faults=figures["faults"])
    elif action == "kill":
        assert ended > 0
        count(kills=ended)
    else:
        assert ended > 0
        count(power_cuts=ended)
    count(acknowledged_writes=figures["done"])
