"""Tries to break Jedlik for as long as one likes: `make torture ARGS="--rounds 10"`.

Each round runs every part with another seed, and prints what was tried. The parts are tests, which
run in `make test` too with small sizes. At the end: the sums, and the seeds of what failed.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

from tests.figures import VARIABLE, counted

ROOT: Final = Path(__file__).parents[2]
LIMIT_S: Final = 7_200


class Part(NamedTuple):
    """Tests, and the variables that make them as large as one round of torture."""

    name: str
    paths: tuple[str, ...]
    sizes: dict[str, int]


PARTS: Final = (
    Part("requests", ("tests/fuzz/test_api.py",), {"JEDLIK_FUZZ_REQUESTS": 120_000}),
    Part("policies", ("tests/core/iam/test_against_oracle.py",), {"JEDLIK_POLICY_WORLDS": 100_000}),
    Part("http", ("tests/robustness/test_malformed_http.py",), {"JEDLIK_MALFORMED": 10_000}),
    Part("disk", ("tests/robustness/test_disturbed_runs.py",), {"JEDLIK_DISTURBED_RUNS": 60}),
    Part("calls", ("tests/robustness/test_system_calls.py",), {"JEDLIK_SYSTEM_CALLS": 99}),
    Part("damage", ("tests/robustness/test_damage.py",), {"JEDLIK_DAMAGES": 40}),
    Part(
        "kills",
        (
            *("tests/simulation/test_durability.py", "tests/simulation/test_stream_durability.py"),
            *("tests/simulation/test_expiry_durability.py", "tests/simulation/test_transfers.py"),
            *("tests/simulation/test_index_build.py", "tests/simulation/test_backup_jobs.py"),
            "tests/storage/sqlite/test_processes.py",
        ),
        {"JEDLIK_KILL_ROUNDS": 20},
    ),
    Part("schedules", ("tests/simulation/test_schedules.py",), {"JEDLIK_SCHEDULES": 20_000}),
    Part(
        "restores",
        ("tests/features/backups/test_proof.py", "tests/robustness/test_killed_restores.py"),
        {"JEDLIK_RESTORES": 400, "JEDLIK_KILLED_RESTORES": 100},
    ),
    Part(
        "servers",
        tuple(
            f"tests/robustness/test_{name}.py"
            for name in (
                *("clock_steps", "containers", "full_disk", "hostile_files", "memory"),
                *("refused_releases", "stopped_processes"),
            )
        ),
        {"JEDLIK_MEMORY_CLIENTS": 12},
    ),
    Part(
        "database",
        ("tests/robustness/test_database_faults.py", "tests/robustness/test_failover.py"),
        {"JEDLIK_DATABASE_FAULTS": 21},
    ),
    Part(
        "stream", ("tests/robustness/test_stream_readers.py",), {"JEDLIK_STREAM_RECORDS": 100_000}
    ),
)
NAMES: Final = [part.name for part in PARTS]


class Outcome(NamedTuple):
    """What a part has done. output: of pytest, if something failed."""

    figures: Counter[str]
    seconds: float
    output: str | None


def run(part: Part, seed: int, size: float) -> Outcome:
    """Runs a part with a seed."""
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        sizes = {name: str(max(int(each * size), 1)) for name, each in part.sizes.items()}
        environment = {**os.environ, **sizes, "JEDLIK_SEED": str(seed), VARIABLE: str(figures)}
        began_s = time.monotonic()
        options = ("-q", "-x", "-p", "no:cacheprovider", "-o", f"timeout={LIMIT_S}")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *options, *part.paths],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        failed = done.stdout + done.stderr if done.returncode else None
        return Outcome(counted(figures), time.monotonic() - began_s, failed)


def shown(figures: Counter[str]) -> str:
    return ", ".join(f"{value:,} {name.replace('_', ' ')}" for name, value in figures.items())


def main() -> int:
    """Runs the rounds. Returns 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="make torture ARGS=...", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="how often all parts run (1)")
    parser.add_argument("--size", type=float, default=1.0, help="of each part (1.0)")
    parser.add_argument("--seed", type=int, help="of the first round (random)")
    parser.add_argument("--parts", nargs="+", choices=NAMES, default=NAMES)
    asked = parser.parse_args()
    first = asked.seed or random.SystemRandom().randrange(1, 1 << 30)
    total: Counter[str] = Counter()
    failures: list[str] = []
    try:
        for seed in range(first, first + asked.rounds):
            for part in (each for each in PARTS if each.name in asked.parts):
                outcome = run(part, seed, asked.size)
                total.update(outcome.figures)
                print(f"seed {seed} {part.name} {outcome.seconds:.0f} s: {shown(outcome.figures)}")
                if outcome.output is not None:
                    failures.append(f"--seed {seed} --size {asked.size} --parts {part.name}")
                    print(outcome.output, f"FAILED: {failures[-1]}", sep="\n")
                sys.stdout.flush()
    except KeyboardInterrupt:
        print("stopped")
    print(f"tried: {shown(total)}")
    print(f"failed: {len(failures)}", *failures, sep="\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
