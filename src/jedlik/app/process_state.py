"""Why a process may be silent although nothing is wrong with it."""

from pathlib import Path


def explains_silence(pid: int) -> bool:
    """Returns whether a process is silent for a reason that killing it would not remove.

    A debugger holds it, or its main thread waits for the disk: the kernel ends such a process only
    after the disk has answered, and another process would wait for the same disk. Returns False if
    the system does not say (only Linux does).

    Source: proc_pid_status(5), State (D is a disk sleep) and TracerPid.
    """
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return False
    fields = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    return fields.get("State", "").startswith("D") or fields.get("TracerPid", "0") != "0"
