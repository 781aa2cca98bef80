"""What an operation receives: the node on which it runs, and for whom it runs.

Nothing of it is global. `app.compose` makes the node, and the pipeline makes a context for each
request.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol, final

from jedlik.buckets.interface import Buckets, NoBuckets
from jedlik.core.iam.request import Context as ConditionContext
from jedlik.core.keys.key import Key
from jedlik.core.principal import Principal
from jedlik.engine.catalog import Catalog
from jedlik.engine.meter import Meter
from jedlik.engine.sealing import Sealing
from jedlik.engine.table import Table
from jedlik.engine.table_hooks import TableHooks
from jedlik.storage.interface import Storage


class Clock(Protocol):
    """Time as the engine sees it."""

    def now_ms(self) -> int:
        """Returns Unix time in milliseconds."""
        ...

    def sleep(self, seconds: float) -> Awaitable[None]:
        """Waits for `seconds`."""
        ...


class Ids(Protocol):
    """Makes identifiers that are unique everywhere."""

    def uuid(self) -> str:
        """Returns a random UUID in its text form."""
        ...


# Returns the public keys of an issuer of web identities: a JSON Web Key Set. None if it has none.
IssuerKeys = Callable[[str], bytes | None]


def no_issuer(issuer: str) -> bytes | None:
    """Returns None: there are no keys of issuers."""
    return None


@final
class Node:
    """One server process over a storage. Its only state is caches.

    sealing: encrypts secrets, with a key that is the same in all processes of a server.
    transition_delay_ms: how long CREATING, UPDATING and DELETING last.
    host: where clients reach this process, as host:port.
    issuer_keys: finds the keys of the issuers of web identities.
    buckets: where exports go, and imports come from; none until somebody sets it.
    unread: the records of jobs that could not be read, and whose work they are (`work_records`).
    """

    __slots__ = (
        *("buckets", "catalog", "clock", "host", "ids", "issuer_keys", "sealing", "storage"),
        *("transition_delay_ms", "unread"),
    )

    def __init__(  # noqa: PLR0913, PLR0917  (a value)
        self,
        storage: Storage,
        catalog: Catalog,
        clock: Clock,
        ids: Ids,
        transition_delay_ms: int,
        host: str,
        sealing: Sealing,
        issuer_keys: IssuerKeys = no_issuer,
    ) -> None:
        self.storage = storage
        self.catalog = catalog
        self.clock = clock
        self.ids = ids
        self.transition_delay_ms = transition_delay_ms
        self.host = host
        self.sealing = sealing
        self.issuer_keys = issuer_keys
        self.buckets: Buckets = NoBuckets()
        self.unread: dict[Key, str] = {}

    @property
    def hooks(self) -> Sequence[TableHooks]:
        """Returns what each feature adds to the life of tables, in the order of the features."""
        return self.catalog.hooks


@final
class Context:
    """One request as an operation sees it: where it runs, in which Region, and for whom.

    host: where the client reaches this process, as host:port.
    meter: what the request consumes; the operation fills it.
    resolved: what the request was authorized for, by the names and ARNs that it has: the table, or
        None if there is none. Streams are here under their ARNs, each with None. An operation finds
        nothing else, and what is here may belong to another account. None: nothing was authorized,
        and the operation finds every table and stream of the caller's account.
    keys: the condition keys that all services share, for an operation that decides itself.
    """

    __slots__ = ("account_id", "host", "keys", "meter", "node", "principal", "region", "resolved")

    def __init__(self, node: Node, region: str, principal: Principal) -> None:
        self.node = node
        self.region = region
        self.principal = principal
        self.host = node.host
        self.account_id = principal.account_id
        self.meter = Meter()
        self.resolved: Mapping[str, Table | None] | None = None
        self.keys: ConditionContext | None = None

    @property
    def is_authorized(self) -> bool:
        """Returns whether policies are enforced, and allow the request as far as its rule says."""
        return self.resolved is not None
