"""What all tests of a process share is ended with their session.

The end of the process would be too late: xdist kills a process that takes long after its last test,
and a database server would go on.
"""

import atexit
from collections.abc import Callable

_ENDS: list[Callable[[], object]] = []


def at_end(end: Callable[[], object]) -> None:
    """Has a function called at the end of the session, or of the process if there is no session."""
    if not _ENDS:
        atexit.register(end_all)
    _ENDS.append(end)


def end_all() -> None:
    """Calls these functions, the last one first, each once."""
    while _ENDS:
        _ENDS.pop()()
