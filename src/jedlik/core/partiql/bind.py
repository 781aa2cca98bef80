"""Inserts the parameters of a request into a statement and resolves its conditions.

Source: recorded answers, October 2026, among them dynoxide's captures. A wrong parameter refuses
the request before its statement is read (floci, DynamoDbPartiQLEdgeCaseIntegrationTest, captured
from the service in September 2026).
"""

from collections.abc import Sequence
from typing import Final

from jedlik.core.errors import Reject, Scope, invalid
from jedlik.core.expressions.nodes import Condition, Parsed, Update
from jedlik.core.expressions.resolve import Substitutions
from jedlik.core.partiql.nodes import Change, Statement
from jedlik.core.pauses import spend
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.value import OLDER, normalise

COUNT: Final = "Number of parameters in request and statement don't match."


def normalise_parameters(parameters: Sequence[AttributeValue]) -> None:
    """Brings the parameters into canonical form, in place. Raises Reject for a wrong one."""
    try:
        for parameter in parameters:
            spend(2)
            normalise(parameter, OLDER)
    except Reject as reject:
        raise Reject(reject.error._replace(scope=Scope.REQUEST)) from None


def bound_values(statement: Statement, parameters: Sequence[AttributeValue]) -> Item:
    """Returns the value of every reference in a statement.

    parameters: in canonical form. There may be more than the statement has. Raises Reject if there
    are fewer.
    """
    if len(parameters) < statement.parameters:
        raise invalid(COUNT)
    if not parameters:
        return statement.literals
    values = dict(statement.literals)
    for at, parameter in enumerate(parameters, 1):
        values[f":p{at}"] = parameter
    return values


def bound_condition(where: Parsed[Condition] | None, values: Item) -> Condition | None:
    """Returns the resolved condition of WHERE. Raises Reject if an operand has a wrong type."""
    return None if where is None else Substitutions(None, values or None).condition(where)


def bound_update(change: Change, values: Item) -> Update:
    """Returns the resolved update. Raises Reject if an operand has a wrong type."""
    for reference, fault in change.set_operands:
        if not values[reference].keys() <= {"SS", "NS", "BS"}:
            raise invalid(fault)
    return Substitutions(None, values or None).update(change.update)
