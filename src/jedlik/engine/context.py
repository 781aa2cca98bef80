"""What an operation receives: the node on which it runs, and for whom it runs.

Nothing of it is global. `app.compose` makes the node, and the pipeline makes a context for each
request.
"""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Protocol, final

from jedlik.engine.catalog import Catalog
from jedlik.engine.meter import Meter
from jedlik.engine.table_hooks import TableHooks
from jedlik.storage.interface import Storage


class Clock(Protocol):
    """Time as the engine sees it."""

    def now_ms(self) -> int:
        """Unix time in milliseconds."""
        ...

    def sleep(self, seconds: float) -> Awaitable[None]:
        """Come back after `seconds`."""
        ...


class Ids(Protocol):
    """Names that must be unique everywhere."""

    def uuid(self) -> str:
        """A random UUID in its text form."""
        ...


@dataclass(slots=True, frozen=True)
class Node:
    """One server process over a storage. Its only state are caches."""

    storage: Storage
    catalog: Catalog
    clock: Clock
    ids: Ids
    transition_delay_ms: int  # how long CREATING, UPDATING and DELETING last
    host: str  # what DescribeEndpoints answers, as host:port

    @property
    def hooks(self) -> Sequence[TableHooks]:
        """The part of each feature in the life of tables, in the order of the features."""
        return self.catalog.hooks


@final
class Context:
    """One request as an operation sees it: where it runs, and for whom.

    meter: what the request consumes; the operation fills it.
    """

    __slots__ = ("account_id", "meter", "node", "region")

    def __init__(self, node: Node, region: str, account_id: str) -> None:
        self.node = node
        self.region = region
        self.account_id = account_id
        self.meter = Meter()
