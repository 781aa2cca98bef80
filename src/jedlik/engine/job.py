"""The record of a background job: everything that `jobs.runner` needs to keep it going."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from jedlik.engine.context import Node


class Job(NamedTuple):
    """Work that nobody waits for, done by one process at a time.

    `is_due` only reads: it is asked every `every_s` seconds by every process. `run` does one short
    piece of the work, is called until nothing is due, and may be cut off anywhere.
    """

    name: str
    every_s: float
    is_due: Callable[[Node], Awaitable[bool]]
    run: Callable[[Node], Awaitable[None]]
