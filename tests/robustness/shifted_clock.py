"""Runs a command of this package with a clock that is wrong: `python ... FILE COMMAND ARGUMENTS`.

FILE contains by how many seconds the clock is ahead. It can change while the program runs.
"""

import sys
import time
from pathlib import Path

NS_PER_S = 1_000_000_000
right_ns = time.time_ns
offset = Path(sys.argv[1])


def shifted_ns() -> int:
    """Returns the wrong time."""
    return right_ns() + int(offset.read_text()) * NS_PER_S


def main() -> None:
    """Replaces the clock and runs `jedlik`."""
    time.time_ns = shifted_ns
    time.time = lambda: shifted_ns() / NS_PER_S
    from jedlik.__main__ import main as run

    del sys.argv[:2]
    run()


if __name__ == "__main__":
    main()
