"""A statement as a part of a request: its action, its table or index, and what it shows."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.dynamodb.parts import ALL, ALL_PROJECTED, NOTHING, SPECIFIC, Part
from jedlik.apis.dynamodb.statements.statement import CheckedStatement
from jedlik.core.partiql import nodes

# Source: Service Authorization Reference; Developer Guide, "IAM security policies with PartiQL".
_ACTIONS: Final[Mapping[type[object], str]] = {
    nodes.Select: "dynamodb:PartiQLSelect",
    nodes.Exists: "dynamodb:PartiQLSelect",
    nodes.Insert: "dynamodb:PartiQLInsert",
    nodes.Change: "dynamodb:PartiQLUpdate",
    nodes.Delete: "dynamodb:PartiQLDelete",
}


def statement_part(checked: CheckedStatement) -> Part:
    """Returns the action of a statement on its table, or on the index that it reads."""
    statement = checked.statement
    return Part(
        _ACTIONS[type(statement.body)],
        statement.table_name,
        {},
        index_name=statement.index_name,
        statement=checked,
        shows=_shown_by(checked),
    )


def _shown_by(checked: CheckedStatement) -> str:
    body = checked.statement.body
    if isinstance(body, nodes.Insert):
        return ""
    if isinstance(body, (nodes.Change, nodes.Delete)):
        if checked.returns_item:
            return "ALL_OLD"
        if body.returning is None:
            return NOTHING
        # `MODIFIED OLD` is what UpdateItem calls UPDATED_OLD. Source: Developer Guide, "PartiQL
        # update statements".
        return body.returning.replace(" ", "_").replace("MODIFIED", "UPDATED")
    select = body.select if isinstance(body, nodes.Exists) else body
    if select.columns is not None and select.fault is None:
        return SPECIFIC
    return ALL if checked.statement.index_name is None else ALL_PROJECTED
