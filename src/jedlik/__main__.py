"""The command `jedlik`, also as `python -m jedlik`."""

import os
import signal
import sys
from typing import Final

_STANDARD_OUTPUT: Final = 1
_STANDARD_ERROR: Final = 2


def main() -> int:
    """Runs the command; returns its exit status.

    Until a server takes over the signals, SIGTERM and Ctrl-C end the process at once. The defaults
    would not always: a KeyboardInterrupt can be swallowed by the code that runs at that moment, and
    the kernel drops a SIGTERM without a handler if the process is the first one of a container.
    """
    _open_standard_descriptors()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    from jedlik.app.cli import main as run  # noqa: PLC0415  (a signal may come while it is loaded)

    return run()


def _open_standard_descriptors() -> None:
    """Opens the standard descriptors that are closed (`>&-`, some service managers).

    Otherwise files and sockets of the server would get their numbers: messages for the operator
    would be sent to a client, and libuv aborts the process when it closes such a socket.
    """
    while True:
        descriptor = os.open(os.devnull, os.O_RDWR)  # gets the smallest free number
        if descriptor > _STANDARD_ERROR:
            os.close(descriptor)
            break
    # Python has None in place of the streams that were closed when it started.
    sys.stdout = sys.stdout or os.fdopen(_STANDARD_OUTPUT, "w")
    sys.stderr = sys.stderr or os.fdopen(_STANDARD_ERROR, "w")


def _end(number: int, _: object) -> None:
    os._exit(128 + number)  # the status by which shells report a signal


if __name__ == "__main__":
    sys.exit(main())
