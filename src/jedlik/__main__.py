"""The command `jedlik`, also as `python -m jedlik`."""

import os
import signal
import sys


def main() -> int:
    """Runs the command; returns its exit status.

    Until a server takes over the signals, SIGTERM and Ctrl-C end the process at once. The defaults
    would not always: a KeyboardInterrupt can be swallowed by the code that runs at that moment, and
    the kernel drops a SIGTERM without a handler if the process is the first one of a container.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    from jedlik.app.cli import main as run  # noqa: PLC0415  (a signal may come while it is loaded)

    return run()


def _end(number: int, _: object) -> None:
    os._exit(128 + number)  # the status by which shells report a signal


if __name__ == "__main__":
    sys.exit(main())
