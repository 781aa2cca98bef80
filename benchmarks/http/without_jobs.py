"""Runs the command `jedlik` of any checkout without what it does by the clock: `python FILE serve`.

Jobs look for work by the clock, and so does the thread that copies the write-ahead log and compares
its checksums. A server in valgrind takes about 50 times as long for a request, so the work of that
time would be counted as if it were part of requests. The log is copied and compared when the server
ends. So the work that each write causes is counted once.
"""

import asyncio
import sys

from jedlik.app import compose
from jedlik.app.cli import main
from jedlik.storage.sqlite import checkpointer


async def _never(*_: object) -> None:
    await asyncio.Event().wait()


if __name__ == "__main__":
    assert "keep" in vars(compose), "the jobs of this checkout are started in another way"
    vars(compose)["keep"] = _never
    assert "_PERIOD_S" in vars(checkpointer), "the log of this checkout is copied in another way"
    vars(checkpointer)["_PERIOD_S"] = 3600.0
    sys.exit(main())
