"""An AWS API as a value, and the operations it consists of.

Dispatch, metrics, permissions and `docs/operations.md` follow from these values. An operation is
identified by the name of its API and its own name, because several APIs have a GetRecords.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple, final

from jedlik.apis.errors import Row
from jedlik.engine.context import Context
from jedlik.wire.protocol import WireProtocol
from jedlik.wire.shapes.request import Request

Answer = Mapping[str, object] | None  # None: a body without any byte


class Access(Enum):
    """What an operation does to what it names."""

    READ = "read"
    WRITE = "write"


class Plane(Enum):
    """Whether an operation works on items or on the tables that hold them."""

    DATA = "data"
    CONTROL = "control"


class Authorization(NamedTuple):
    """What a principal must be allowed to do.

    action: `dynamodb:GetItem`. resource: an ARN, or `*` if the action has no resource.
    """

    action: str
    resource: str


# Says on which resource a request acts: the names of the actions, without the prefix of the API,
# and the ARN for each.
Authorizations = Callable[[Any, Context], Sequence[tuple[str, str]]]


@final
class Operation:
    """One operation of an API.

    shape: checks types and constraints of the members of a request.
    check: what the request alone decides. It returns what `run` works on, such as parsed
        expressions. It raises Reject.
    run: does the work. It raises Reject for what needs the table or the item.
    authorizations: None for the rule of the API.

    Each operation types its requests where it declares them. Only here, where operations of all
    kinds meet, requests are Any.
    """

    __slots__ = ("access", "authorizations", "check", "name", "plane", "run", "shape")

    def __init__(  # noqa: PLR0913, PLR0917  (a value)
        self,
        name: str,
        access: Access,
        plane: Plane,
        shape: Request[Any],
        check: Callable[[Any], Any],
        run: Callable[[Any, Context], Awaitable[Answer]],
        authorizations: Authorizations | None = None,
    ) -> None:
        self.name = name
        self.access = access
        self.plane = plane
        self.shape = shape
        self.check = check
        self.run = run
        self.authorizations = authorizations


@final
class Api:
    """One AWS API.

    name: one word, unique among the APIs.
    protocols: those in which its requests may come.
    target_prefix: what X-Amz-Target begins with.
    signing_name: the service to which the credential of a request must be scoped.
    iam_prefix: what its actions begin with in policies.
    errors: by the code of a `ServiceError`.
    operations: by name, in order of name.
    resource_of: the ARN on which a request acts if its operation has no rule of its own.
    """

    __slots__ = (
        *("errors", "iam_prefix", "name", "operations", "protocols", "resource_of"),
        *("signing_name", "target_prefix"),
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
        operations: Iterable[Operation],
        resource_of: Callable[[Any, Context], str],
    ) -> None:
        self.name = name
        self.protocols = protocols
        self.target_prefix = target_prefix
        self.signing_name = signing_name
        self.iam_prefix = iam_prefix
        self.errors = errors
        self.operations: Mapping[str, Operation] = {
            each.name: each for each in sorted(operations, key=lambda each: each.name)
        }
        self.resource_of = resource_of

    def authorizations(
        self, operation: Operation, request: Any, context: Context
    ) -> list[Authorization]:
        """Returns what the principal of `context` must be allowed to do for a request.

        request: its types and constraints have been checked.
        """
        rule = operation.authorizations
        if rule is None:
            pairs: Sequence[tuple[str, str]] = (
                (operation.name, self.resource_of(request, context)),
            )
        else:
            pairs = rule(request, context)
        return [Authorization(f"{self.iam_prefix}:{action}", arn) for action, arn in pairs]
