"""The job that does what is due."""

import subprocess
import sys

from jedlik.features.aws_backup import due_work
from tests.engine.in_memory import Caller, is_due, result_of
from tests.features.aws_backup.samples import plan, start, with_vault

PROGRAM = """
import sys
import jedlik.app.compose
early = [name for name in sys.modules if name.startswith("jedlik.features.aws_backup.")]
print(*sorted(name.rpartition(".")[2] for name in early), end="")
"""


def test_the_oldest_is_done_first() -> None:
    caller = with_vault()
    plan(caller)
    first = start(caller)
    caller.clock.time_ms += 5
    second = start(caller)
    found = result_of(due_work.pieces(caller.node))
    assert [each.of for each in found] == [
        f"backup job {first} in us-east-1",
        f"backup job {second} in us-east-1",
    ]


def test_nothing_is_due() -> None:
    assert not result_of(is_due(due_work.JOB, Caller().node))


def test_a_server_loads_little_of_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "due_work feature late_times records")
