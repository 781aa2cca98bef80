"""Silent processes: which of them may be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jedlik.app.process_state import explains_silence
from tests.waiting import wait_until

# A process that is traced by its parent and stops, as under a debugger.
TRACED = "import ctypes, os; ctypes.CDLL(None).ptrace(0, 0, 0, 0); os.kill(os.getpid(), 19)"
# A process that the kernel lets sleep until somebody opens the pipe: it waits for the child that it
# starts, like a process that waits for a disk, and no signal but SIGKILL interrupts that.
SLEEPING = (
    "import os, sys; "
    "os.posix_spawn('/bin/true', ['true'], {}, file_actions=[(os.POSIX_SPAWN_OPEN, 0, sys.argv[1],"
    " os.O_RDONLY, 0)])"
)


@contextmanager
def running(code: str, *arguments: str) -> Iterator[int]:
    with subprocess.Popen([sys.executable, "-c", code, *arguments]) as process:
        try:
            yield process.pid
        finally:
            process.kill()


def state(pid: int) -> str:
    """Returns the letter of the state of a process."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_a_stopped_process_may_be_killed() -> None:
    with running("import time; time.sleep(3600)") as pid:
        os.kill(pid, signal.SIGSTOP)
        wait_until(lambda: state(pid) == "T")
        assert not explains_silence(pid)


def test_a_busy_process_may_be_killed() -> None:
    with running("while True: pass") as pid:
        wait_until(lambda: state(pid) == "R")
        assert not explains_silence(pid)


def test_a_debugger_holds_its_process() -> None:
    """The process of this test traces its child, which is stopped."""
    with running(TRACED) as pid:
        wait_until(lambda: state(pid) == "t")
        assert explains_silence(pid)


def test_a_process_that_waits_for_the_disk_is_not_killed(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with running(SLEEPING, str(pipe)) as pid:
        wait_until(lambda: state(pid) == "D")
        assert explains_silence(pid)
        pipe.open("w").close()


def test_a_process_that_has_ended_is_not_explained() -> None:
    with running("") as pid:
        pass
    assert not explains_silence(pid)
