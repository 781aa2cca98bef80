"""Figures of a run: how many faults were injected, processes killed, inputs tried.

A test counts what it does. If JEDLIK_FIGURES names a file, each count is appended to it as a line
of JSON, and `make torture` adds them up. Otherwise counting does nothing.
"""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Final

VARIABLE: Final = "JEDLIK_FIGURES"


def count(**figures: int) -> None:
    """Counts what a test has done, such as `count(kills=1)`."""
    path = os.environ.get(VARIABLE)
    if path:
        with Path(path).open("a") as file:
            file.write(json.dumps(figures) + "\n")


def counted(path: Path) -> Counter[str]:
    """Returns the sums of the figures in a file."""
    total: Counter[str] = Counter()
    for line in path.read_text().splitlines() if path.exists() else ():
        total.update(json.loads(line))
    return total
