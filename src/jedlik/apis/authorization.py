"""What a principal must be allowed to do for a request (ADR 0031).

Each operation has a rule, a function that returns the actions of a request and the resources on
which they act. Its docstring says which. The stage Authorize asks for all of them, in this order,
and refuses the request at the first that is not allowed.

Source of the rules: Service Authorization Reference, and the User Guides of the services.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, final

from mypy_extensions import mypyc_attr

from jedlik.core.types.arn import table_arn
from jedlik.engine.context import Context

# The resource of actions that act on no resource. Policies must name it as `*` too.
ANYTHING: Final = "*"


class Authorization(NamedTuple):
    """One action that a principal must be allowed to do.

    action: `dynamodb:GetItem`.
    resource: an ARN, or `*` if the action has no resource. It is what the request names, whether
        it exists or not, and it may be no ARN of anything.
    name: how the request names the table or stream of the resource: a name or an ARN. Empty if the
        resource is neither, nor belongs to one.
    shows: the value of `dynamodb:Select` or `dynamodb:ReturnValues` for this action. It is set if
        one request can contain the action several times with different values, as a transaction
        can. Each value is then authorized by itself, because these keys have a single value.
    keys: values of condition keys that the rule looked up together with the resource.
    title: how a refusal names the resource. Empty if by `resource`.
    """

    action: str
    resource: str
    name: str = ""
    shows: str = ""
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    title: str = ""


# Returns what a request needs, from the request, what `check` made of it, and its context. A rule
# is awaited if it must look up an ARN: that of a user has a path, which a request does not name.
# An empty list denies the request, so a rule that forgets a case fails closed. None lets it pass:
# it needs no permission, or its operation decides with a policy of its own (AssumeRole).
Needed = Sequence[Authorization] | None
Rule = Callable[[Any, Any, Context], Needed | Awaitable[Needed]]


@mypyc_attr(allow_interpreted_subclasses=True)
class TargetsRule:
    """The rule of an operation that acts on several tables, or on indexes of them.

    Decisions about its requests may be remembered, by operation, Region and target.
    """

    __slots__ = ()

    def targets(self, request: Any, checked: Any) -> Sequence[tuple[str, str, str]]:
        """Returns each action, the name of its table as the request has it, and its target.

        See `TableRule.target`.
        """
        raise NotImplementedError

    def __call__(
        self, request: Any, checked: Any, context: Context
    ) -> Sequence[Authorization] | None:
        """Returns what a request needs. See `Rule`."""
        raise NotImplementedError


@final
class TableRule:
    """The rule of an operation that acts on one table, or on one of its indexes.

    A decision about such a request may be remembered by operation, Region and `target`.

    action: what the operation does to the table or index.
    has_index: whether the member IndexName, if a request has it, names an index as the resource.
    """

    __slots__ = ("action", "has_index")

    def __init__(self, action: str, *, has_index: bool = False) -> None:
        self.action = action
        self.has_index = has_index

    def target(self, request: Mapping[str, Any]) -> str:
        """Returns what names the resource within its Region: `T`, or `T/index/I` for an index.

        `T` is the TableName of the request, a name or an ARN.
        """
        name: str = request["TableName"]
        if self.has_index and request.get("IndexName") is not None:
            return f"{name}/index/{request['IndexName']}"
        return name

    def __call__(
        self, request: Mapping[str, Any], checked: object, context: Context
    ) -> Sequence[Authorization]:
        """Returns the action on the table or the index."""
        resource = table_resource(self.target(request), context)
        return (Authorization(self.action, resource, request["TableName"]),)


def table_resource(name: str, context: Context) -> str:
    """Returns the ARN of a table of the caller. An ARN is returned unchanged, whatever it names."""
    return name if ":" in name else table_arn(context.region, context.account_id, name)


def account_wide(action: str) -> Rule:
    """Returns the rule of an action that has no resource."""
    needed = (Authorization(action, ANYTHING),)

    def rule(request: object, checked: object, context: Context) -> Sequence[Authorization]:
        return needed

    return rule


def on_arn(action: str, member: str) -> Rule:
    """Returns the rule of an action on the resource whose ARN is in the member `member`."""

    def rule(
        request: Mapping[str, Any], checked: object, context: Context
    ) -> Sequence[Authorization]:
        return (Authorization(action, request[member], request[member]),)

    return rule


def refused(request: object, checked: object, context: Context) -> Sequence[Authorization]:
    """The rule of an operation whose `check` refuses every request: nothing allows it."""
    return ()
