"""The bar on standard error that shows how far a command has come."""

import sys
import time
from typing import Final, NamedTuple

_BAR: Final = 30


class Unit(NamedTuple):
    """What a bar counts. size: how many make one of the unit. digits: after the point of totals."""

    name: str
    size: int = 1
    digits: int = 0


MEGABYTES: Final = Unit("MB", 1_000_000, 1)
ITEMS: Final = Unit("items")


class Bar:
    """Shows on a terminal how far a command has come. Elsewhere it shows nothing."""

    def __init__(self, what: str, unit: Unit = MEGABYTES, *, is_hidden: bool = False) -> None:
        self._what = what
        self._unit = unit
        self._is_shown = sys.stderr.isatty() and not is_hidden
        self._began = time.monotonic()
        self._percent = -1

    def show(self, done: int, total: int) -> None:
        """Shows how much of the total is done. A total that was an estimate may be exceeded."""
        total = max(total, done, 1)
        percent = 100 * done // total
        if not self._is_shown or percent == self._percent:
            return
        self._percent = percent
        unit = self._unit
        filled = "#" * (_BAR * percent // 100)
        speed = done / unit.size / max(time.monotonic() - self._began, 0.001)
        amount = f"{total / unit.size:,.{unit.digits}f} {unit.name}"
        line = f"{self._what} [{filled:.<{_BAR}}] {percent:3} % of {amount}"
        print(f"\r{line}, {speed:,.0f} {unit.name}/s ", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leaves the line."""
        if self._is_shown and self._percent >= 0:
            print(file=sys.stderr)
