"""Writes sentences for the operator to standard error without waiting for their reader."""

import logging
import os
import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_STANDARD_ERROR: Final = 2


def say(sentence: str) -> None:
    """Writes a line to standard error, unless the process would have to wait for its reader.

    A pipe that nobody reads blocks the process that writes to it, so that it could not end.
    """
    line = f"jedlik: {sentence}\n".encode()
    try:
        _, writable, _ = select.select((), (_STANDARD_ERROR,), (), 0)
        if writable:
            os.write(_STANDARD_ERROR, line)
    except OSError:  # standard error is closed, or its reader is gone
        pass


@contextmanager
def without_log() -> Iterator[None]:
    """Keeps the log silent during a `with` block, for a command that reports failures itself."""
    log = logging.getLogger("jedlik")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)
