"""An AWS API and its operations as values.

Dispatch, metrics, permissions and `docs/operations.md` are derived from these values. The name of
its API and its own name identify an operation, because several APIs have a GetRecords.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple, TypeVar, final

from jedlik.apis.errors import Row
from jedlik.engine.context import Context
from jedlik.wire.protocol import WireProtocol
from jedlik.wire.shapes.request import Request

Answer = Mapping[str, object] | None  # None: an empty body


R = TypeVar("R", bound=Mapping[str, object])  # a request
C = TypeVar("C")  # a checked request


class Access(Enum):
    """Whether an operation reads its resource or also changes it."""

    READ = "read"
    WRITE = "write"


class Plane(Enum):
    """Whether an operation works on items (DATA) or on tables and accounts (CONTROL)."""

    DATA = "data"
    CONTROL = "control"


class Authorization(NamedTuple):
    """What a principal must be allowed to do.

    action: `dynamodb:GetItem`. resource: an ARN, or `*` if the action has no resource.
    """

    action: str
    resource: str


Pairs = Sequence[tuple[str, str]]
# Returns the actions that a request performs. Each is the name of an action, without the prefix of
# the API, and the ARN of the resource on which it acts. A rule is awaited if it has to look up the
# ARN: the path of a user is part of it, and not part of the request.
Authorizations = Callable[[Any, Context], Pairs | Awaitable[Pairs]]


@final
class Operation:
    """One operation of an API.

    shape: checks types and constraints of the members of a request.
    check: checks the rules that need only the request. It returns the input of `run`, which has
        parsed expressions, for example. It raises Reject.
    run: does the work. It raises Reject if the request does not fit the table or the item.
    authorizations: returns the actions of a request. None: the rule of the API applies.

    The type checker compares the three where an operation is made: `check` takes what `shape`
    returns, `run` takes what `check` returns. In tables that contain all operations, the type of
    their requests is Any.
    """

    __slots__ = ("access", "authorizations", "check", "name", "plane", "run", "shape")

    def __init__(  # noqa: PLR0913, PLR0917  (a value)
        self,
        name: str,
        access: Access,
        plane: Plane,
        shape: Request[R],
        check: Callable[[R], C],
        run: Callable[[C, Context], Awaitable[Answer]],
        authorizations: Callable[[R, Context], Pairs | Awaitable[Pairs]] | None = None,
    ) -> None:
        self.name = name
        self.access = access
        self.plane = plane
        self.shape: Request[Any] = shape
        self.check: Callable[[Any], Any] = check
        self.run: Callable[[Any, Context], Awaitable[Answer]] = run
        self.authorizations: Authorizations | None = authorizations


@final
class Deferred:
    """Operations whose modules are imported at the first request for one of them.

    An API that most servers never use takes no time at start and no memory.
    names: their names. load: imports and returns them.
    """

    __slots__ = ("load", "names")

    def __init__(self, names: Sequence[str], load: Callable[[], Iterable[Operation]]) -> None:
        self.names = names
        self.load = load


@final
class Api:
    """One AWS API.

    name: one word, unique among the APIs.
    protocols: the wire protocols that its requests may use.
    target_prefix: the part of X-Amz-Target before the name of the operation. For an API in the
        Query protocol this is its XML namespace, which ends in the version of the API.
    signing_name: the service that the credential scope of a signature must name.
    iam_prefix: the prefix of its actions in policies.
    errors: its errors, by the code of a `ServiceError`.
    operations: its operations, by name and in order of name. They may be `Deferred`.
    names: the names of its operations, in order.
    resource_of: returns the ARN on which a request acts if its operation has no rule of its own.
    """

    __slots__ = (
        *("_deferred", "_operations", "errors", "iam_prefix", "name", "names", "protocols"),
        *("resource_of", "signing_name", "target_prefix"),
    )

    def __init__(  # noqa: PLR0913  (a value)
        self,
        name: str,
        *,
        protocols: Sequence[WireProtocol],
        target_prefix: str,
        signing_name: str,
        iam_prefix: str,
        errors: Mapping[str, Row],
        operations: Iterable[Operation] | Deferred,
        resource_of: Callable[[Any, Context], str],
    ) -> None:
        self.name = name
        self.protocols = protocols
        self.target_prefix = target_prefix
        self.signing_name = signing_name
        self.iam_prefix = iam_prefix
        self.errors = errors
        self._operations: dict[str, Operation] = {}
        self._deferred: Deferred | None = None
        if isinstance(operations, Deferred):
            self._deferred = operations
            self.names: Sequence[str] = sorted(operations.names)
        else:
            self._add(operations)
            self.names = list(self._operations)
        self.resource_of = resource_of

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Returns the operations. Loads them if they are deferred."""
        if self._deferred is not None:
            self._add(self._deferred.load())
            assert list(self._operations) == self.names, f"{self.name} has other operations"
            self._deferred = None
        return self._operations

    def _add(self, operations: Iterable[Operation]) -> None:
        for each in sorted(operations, key=lambda each: each.name):
            self._operations[each.name] = each

    def authorizations(
        self, operation: Operation, request: Any, context: Context
    ) -> list[Authorization] | Awaitable[list[Authorization]]:
        """Returns what the principal of `context` must be allowed to do for a request.

        request: a request that has passed the shape of the operation.
        """
        rule = operation.authorizations
        if rule is None:
            return self._prefixed(((operation.name, self.resource_of(request, context)),))
        pairs = rule(request, context)
        if isinstance(pairs, Sequence):
            return self._prefixed(pairs)
        return self._awaited(pairs)

    async def _awaited(self, pairs: Awaitable[Pairs]) -> list[Authorization]:
        return self._prefixed(await pairs)

    def _prefixed(self, pairs: Pairs) -> list[Authorization]:
        return [Authorization(f"{self.iam_prefix}:{action}", arn) for action, arn in pairs]
