"""What an operation is given: the node it runs on, and whom it answers.

Nothing of it is global: `app.compose` makes the node, the pipeline one context per caller.
"""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from jedlik.engine.catalog import Catalog

if TYPE_CHECKING:
    from jedlik.features.vector_indexes.cache import KeptVectors
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


def _vectors() -> "KeptVectors":
    from jedlik.features.vector_indexes.cache import KeptVectors  # noqa: PLC0415

    return KeptVectors()


@dataclass(slots=True, frozen=True)
class Node:
    """One server process over a storage. It keeps no state of its own but caches."""

    storage: Storage
    catalog: Catalog
    clock: Clock
    ids: Ids
    transition_delay_ms: int  # how long CREATING, UPDATING and DELETING last
    host: str  # what DescribeEndpoints answers, as host:port
    vectors: "KeptVectors" = field(default_factory=_vectors)


class Context(NamedTuple):
    """One caller's view of a node."""

    node: Node
    region: str
    account_id: str
