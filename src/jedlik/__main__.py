"""The command `jedlik`, also as `python -m jedlik`."""

import signal
import sys


def main() -> int:
    """Run the command; returns its exit status.

    Ctrl-C ends the process at once, as SIGTERM does, until a server takes over both signals. A
    KeyboardInterrupt could be swallowed by the code that runs at that moment, and the server would
    start.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from jedlik.app.cli import main as run  # noqa: PLC0415  (it takes a while: Ctrl-C comes first)

    return run()


if __name__ == "__main__":
    sys.exit(main())
