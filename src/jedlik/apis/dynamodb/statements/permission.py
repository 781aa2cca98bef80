"""What a principal must be allowed to do for a statement.

Source: Service Authorization Reference; Developer Guide, "IAM security policies with PartiQL".
"""

from typing import Final

from jedlik.apis.authorization import Authorization, table_resource
from jedlik.apis.dynamodb.statements.statement import CheckedStatement
from jedlik.core.partiql import nodes
from jedlik.engine.context import Context

_ACTIONS: Final[dict[type[object], str]] = {
    nodes.Select: "dynamodb:PartiQLSelect",
    nodes.Exists: "dynamodb:PartiQLSelect",
    nodes.Insert: "dynamodb:PartiQLInsert",
    nodes.Change: "dynamodb:PartiQLUpdate",
    nodes.Delete: "dynamodb:PartiQLDelete",
}


def needed_for(checked: CheckedStatement, context: Context) -> Authorization:
    """Returns the action of a statement on its table, or on the index that it reads."""
    name = checked.statement.table_name
    resource = table_resource(name, context)
    if checked.statement.index_name is not None:
        resource = f"{resource}/index/{checked.statement.index_name}"
    return Authorization(_ACTIONS[type(checked.statement.body)], resource, name)
