"""An AWS API and its operations as values.

Dispatch, metrics, permissions and `docs/operations.md` are derived from these values. The name of
its API and its own name identify an operation, because several APIs have a GetRecords.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar, final

from jedlik.apis.authorization import Authorization, Needed, Rule, TableRule, TargetsRule
from jedlik.apis.condition_keys import ConditionKeys, FoundKeys
from jedlik.apis.errors import Row
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.wire.protocol import WireProtocol
from jedlik.wire.shapes.request import Request

if TYPE_CHECKING:  # a server in open mode decides nothing
    from jedlik.core.iam.decision import Decision
    from jedlik.core.iam.policies import ResourcePolicy
    from jedlik.core.iam.request import Request as PolicyRequest

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


@final
class Operation:
    """One operation of an API.

    shape: checks types and constraints of the members of a request.
    check: checks the rules that need only the request. It returns the input of `run`, which has
        parsed expressions, for example. It raises Reject.
    run: does the work. It raises Reject if the request does not fit the table or the item.
    rule: says what a principal must be allowed to do for a request.
    table_rule, targets_rule: the same, if the operation acts on one table, or on several, and its
        decisions may be remembered. Else None.

    The type checker compares these where an operation is made: `check` takes what `shape` returns,
    `run` and `rule` take what `check` returns. In tables that contain all operations, the type of
    their requests is Any.
    """

    __slots__ = (
        "access",
        "check",
        "name",
        "plane",
        "rule",
        "run",
        "shape",
        "table_rule",
        "targets_rule",
    )

    def __init__(  # noqa: PLR0913, PLR0917  (a value)
        self,
        name: str,
        access: Access,
        plane: Plane,
        shape: Request[R],
        check: Callable[[R], C],
        run: Callable[[C, Context], Awaitable[Answer]],
        rule: Callable[[R, C, Context], Needed | Awaitable[Needed]],
    ) -> None:
        self.name = name
        self.access = access
        self.plane = plane
        self.shape: Request[Any] = shape
        self.check: Callable[[Any], Any] = check
        self.run: Callable[[Any, Context], Awaitable[Answer]] = run
        self.rule: Rule = rule
        self.table_rule = rule if isinstance(rule, TableRule) else None
        self.targets_rule = rule if isinstance(rule, TargetsRule) else None

    async def authorizations(self, request: Any, checked: Any, context: Context) -> Needed:
        """Returns what the principal of `context` must be allowed to do for a request.

        Each is there once, in the order of the request. See `Rule` for none and None.

        checked: what `check` returned.
        """
        needed = self.rule(request, checked, context)
        found = needed if needed is None or isinstance(needed, Sequence) else await needed
        if found is None or len(found) < 2:
            return found
        return list(dict.fromkeys(found))


class Checked(NamedTuple):
    """A request that has passed the checks of its operation. checked: what `check` returned."""

    operation: Operation
    request: Mapping[str, Any]
    checked: Any


# Returns the condition keys of one authorization of a request. The table is the one that the
# authorization names, or None if there is none.
ConditionKeysOf = Callable[[Checked, Authorization, Table | None], ConditionKeys]


def found_keys(
    checked: Checked, authorization: Authorization, table: Table | None
) -> ConditionKeys:
    """Returns the condition keys that the rule of the operation has found."""
    return FoundKeys(authorization.keys)


# Returns the message of AccessDeniedException.
Denial = Callable[[Context, "PolicyRequest", "Decision"], str]


def plain_denial(context: Context, request: "PolicyRequest", decision: "Decision") -> str:
    """Returns the message of most APIs."""
    from jedlik.core.iam.denial import denial  # noqa: PLC0415  (see above)

    return denial(request, decision)


# Returns the policy of the resource on which an action acts.
PolicyOf = Callable[[Context, Authorization], Awaitable["ResourcePolicy"]]


class Permissions(NamedTuple):
    """What an API adds to decisions about its requests.

    condition_keys: returns the condition keys of an authorization of a request.
    shared_actions: the actions that the policy of a resource may allow to other accounts.
    denial: returns the message of a refusal.
    policy_of: returns the policy of a resource. None: only tables and streams have policies.
    """

    condition_keys: ConditionKeysOf = found_keys
    shared_actions: frozenset[str] = frozenset()
    denial: Denial = plain_denial
    policy_of: PolicyOf | None = None


NO_PERMISSIONS: Final = Permissions()


@final
class Deferred:
    """Operations whose modules are imported at the first request for one of them.

    So operations that most servers never use take no time at start and no memory.
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
    iam_prefix: the prefix of its actions in policies, for documents.
    errors: its errors, by the code of a `ServiceError`.
    operations: its operations, in any order, some or all of them `Deferred`.
    names: the names of its operations, in order.
    permissions: what it adds to decisions about its requests.
    """

    __slots__ = (
        *("_deferred", "_loaded", "errors", "iam_prefix", "name", "names", "permissions"),
        *("protocols", "signing_name", "target_prefix"),
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
        operations: Iterable[Operation | Deferred],
        permissions: Permissions = NO_PERMISSIONS,
    ) -> None:
        self.name = name
        self.protocols = protocols
        self.target_prefix = target_prefix
        self.signing_name = signing_name
        self.iam_prefix = iam_prefix
        self.errors = errors
        self.permissions = permissions
        self._loaded: dict[str, Operation] = {}
        self._deferred: dict[str, Deferred] = {}  # by the name of an operation
        for each in operations:
            if isinstance(each, Deferred):
                self._deferred |= dict.fromkeys(each.names, each)
            else:
                self._loaded[each.name] = each
        self.names: Sequence[str] = sorted((*self._loaded, *self._deferred))

    def operation(self, name: str) -> Operation:
        """Returns the operation with a name of `names`. Loads it if it is deferred."""
        found = self._loaded.get(name)
        return self._load(self._deferred[name])[name] if found is None else found

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Returns all operations, in order of name. Loads those that are deferred."""
        while self._deferred:
            self._load(next(iter(self._deferred.values())))
        return {name: self._loaded[name] for name in self.names}

    def _load(self, deferred: Deferred) -> Mapping[str, Operation]:
        for each in deferred.load():
            del self._deferred[each.name]  # a KeyError: `names` lacks it
            self._loaded[each.name] = each
        assert deferred not in self._deferred.values(), f"{self.name} lacks deferred operations"
        return self._loaded
