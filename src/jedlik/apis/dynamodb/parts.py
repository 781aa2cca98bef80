"""The parts of a request that does several things: the actions of a batch or of a transaction.

The rule of such an operation asks for the action of each part, and the condition keys of an
authorization are those of its parts together (`condition_keys`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, final

from jedlik.apis.authorization import Authorization, TargetsRule, table_resource
from jedlik.core.expressions.parse_key_condition import Clause
from jedlik.engine.context import Context

if TYPE_CHECKING:  # loaded with the first statement, see `api`
    from jedlik.apis.dynamodb.statements.statement import CheckedStatement

ALL: Final = "ALL_ATTRIBUTES"
ALL_PROJECTED: Final = "ALL_PROJECTED_ATTRIBUTES"
SPECIFIC: Final = "SPECIFIC_ATTRIBUTES"
NOTHING: Final = "NONE"

_READS: Final = frozenset(("dynamodb:GetItem", "dynamodb:BatchGetItem"))
_NO_CLAUSES: Final[Mapping[str, Clause]] = {}


@final
class Part:
    """One action of a request, on one table or index.

    name: the name or the ARN of the table, as the request has it. index_name: None for the table.
    members: the members of the action, such as Key and ConditionExpression, without any that the
        action ignores. Empty for a statement.
    clauses: the key condition of a Query, by attribute.
    statement: the statement, or None.
    shows: see `Authorization.shows`. Empty if the operation has only one action on each table.
    """

    __slots__ = ("action", "clauses", "index_name", "members", "name", "shows", "statement")

    def __init__(  # noqa: PLR0913  (a value)
        self,
        action: str,
        name: str,
        members: Mapping[str, Any],
        *,
        index_name: str | None = None,
        clauses: Mapping[str, Clause] = _NO_CLAUSES,
        statement: "CheckedStatement | None" = None,
        shows: str = "",
    ) -> None:
        self.action = action
        self.name = name
        self.members = members
        self.index_name = index_name
        self.clauses = clauses
        self.statement = statement
        self.shows = shows

    @property
    def path(self) -> str:
        """Returns the end of the ARN of the resource: `table/T` or `table/T/index/I`. It is a whole
        ARN if the table is named by one.
        """
        table = self.name if ":" in self.name else f"table/{self.name}"
        return table if self.index_name is None else f"{table}/index/{self.index_name}"


@final
class PartsRule(TargetsRule):
    """The rule of an operation with several parts: it needs the action of each of them.

    parts: returns the parts of a request, from the request and from what `check` made of it.
    """

    __slots__ = ("parts",)

    def __init__(self, parts: Callable[[Any, Any], Sequence[Part]]) -> None:
        self.parts = parts

    def targets(self, request: Any, checked: Any) -> Sequence[tuple[str, str, str]]:
        """See TargetsRule."""
        found = []
        for part in self.parts(request, checked):
            name = part.name
            index = part.index_name
            found.append((part.action, name, name if index is None else f"{name}/index/{index}"))
        return found

    def __call__(
        self, request: Any, checked: Any, context: Context
    ) -> Sequence[Authorization] | None:
        """Returns the action of each part. Without any part, only errors about the request itself
        are answered, so it needs no permission.
        """
        needed: list[Authorization] = []
        for part in self.parts(request, checked):
            resource = table_resource(part.name, context)
            if part.index_name is not None:
                resource = f"{resource}/index/{part.index_name}"
            needed.append(Authorization(part.action, resource, part.name, part.shows))
        return needed or None


def member_part(action: str, members: Mapping[str, Any]) -> Part:
    """Returns an action of a transaction on the table in its TableName."""
    shows = selected_by(members) if action in _READS else returned_by(members)
    return Part(action, members["TableName"], members, shows=shows)


def selected_by(members: Mapping[str, Any]) -> str:
    """Returns the value of `dynamodb:Select` for a read: the parameter, or what is its default."""
    select: str | None = members.get("Select")
    if select is not None:
        return select
    if "ProjectionExpression" in members or "AttributesToGet" in members:
        return SPECIFIC
    return ALL if members.get("IndexName") is None else ALL_PROJECTED


def returned_by(members: Mapping[str, Any]) -> str:
    """Returns the value of `dynamodb:ReturnValues` for a write.

    A write that asks for the item if its condition fails shows all of the item. So a policy that
    allows NONE refuses it. In transactions this is documented (Developer Guide, "Using IAM with
    DynamoDB transactions"). In other writes it is the safer reading.
    """
    returned: str = members.get("ReturnValues", NOTHING)
    if members.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" and returned != "ALL_NEW":
        return "ALL_OLD"
    return returned
