"""A worker without a server, for test_worker.py: `python -m tests.app.living GRACE STATE [SOCKET]`.

It prints what happens to it, reaches STATE, and then waits: only its `Life` can end it.
SOCKET: the number of the descriptor whose other end the parent holds.
"""

import signal
import socket
import sys
import time
from functools import partial

from jedlik.app.worker import SIGNALS, Life

say = partial(print, flush=True)


def main() -> None:
    """Lives until something ends this process."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    parent = socket.socket(fileno=int(sys.argv[3])) if len(sys.argv) > 3 else None
    life = Life(float(sys.argv[1]), partial(say, "serving"), parent)
    life.begin(partial(say, "stopping"))
    if sys.argv[2] == "serving":
        life.serves()
    else:
        say("starting")
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main()
