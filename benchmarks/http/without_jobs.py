"""Runs the command `jedlik` of any checkout without background jobs: `python FILE serve ...`.

Jobs look for work by the clock. A server in valgrind takes about 50 times as long for a request, so
the jobs of that time would be counted as if they were part of requests.
"""

import asyncio
import sys

from jedlik.app import compose
from jedlik.app.cli import main


async def _never(*_: object) -> None:
    await asyncio.Event().wait()


if __name__ == "__main__":
    assert "keep" in vars(compose), "the jobs of this checkout are started in another way"
    vars(compose)["keep"] = _never
    sys.exit(main())
