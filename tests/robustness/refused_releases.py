"""Runs a command of this package that may not release locks: `python ... FOLDER COMMAND ARGUMENTS`.

The system refuses to release a lock of a process as long as FOLDER has a file that is named after
the number of the process.
"""

import os
import sys
from pathlib import Path

from tests.storage.sqlite.unreleased_locks import releases_refused


def main() -> None:
    """Replaces a call of the system and runs `jedlik`."""
    from jedlik.__main__ import main as run

    folder = Path(sys.argv[1])
    del sys.argv[:2]
    with releases_refused(lambda _: (folder / str(os.getpid())).exists()):
        run()


if __name__ == "__main__":
    main()
