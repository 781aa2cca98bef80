"""Conditions of WHERE as the functions about keys receive them."""

from jedlik.core.expressions.nodes import Condition
from jedlik.core.partiql.bind import bound_condition, bound_values
from jedlik.core.partiql.nodes import Select
from jedlik.core.partiql.translate import statement_of


def condition(where: str) -> Condition:
    """Returns the resolved condition of a text without parameters."""
    statement = statement_of(f"SELECT * FROM T WHERE {where}")
    assert isinstance(statement.body, Select)
    found = bound_condition(statement.body.where, bound_values(statement, ()))
    assert found is not None
    return found
