"""`dynamodb:Attributes`: the top-level attributes that a part of a request names.

These are the attributes of keys, items, projections, conditions and updates. What an answer
contains does not count: a read without a projection names only its key.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from jedlik.apis.dynamodb.parts import Part
from jedlik.apis.dynamodb.statements.statement import CheckedStatement
from jedlik.core.expressions import parse_condition, parse_projection, parse_update
from jedlik.core.expressions.attribute_names import attribute_names, paths_of
from jedlik.core.expressions.nodes import Condition, Parsed, Set, Update, elements_of
from jedlik.core.expressions.resolve import Substitutions
from jedlik.core.partiql import nodes

_Members = Mapping[str, Any]
_Names = Iterable[str]


def attributes_of(part: Part) -> set[str]:
    """Returns the names of the attributes that a part names."""
    if part.statement is not None:
        return set(_of_statement(part.statement))
    members = part.members
    found: set[str] = set()
    for member in _MEMBERS[part.action]:
        if member in members:
            found.update(_NAMES[member](members, members[member]))
    return found


def _of_map(members: _Members, named: Mapping[str, object]) -> _Names:
    return named


def _of_keys(members: _Members, keys: Iterable[Mapping[str, object]]) -> _Names:
    return [name for key in keys for name in key]


def _of_list(members: _Members, names: _Names) -> _Names:
    return names


def _of_projection(members: _Members, text: str) -> _Names:
    names = Substitutions(members.get("ExpressionAttributeNames"), None)
    projection = names.projection(parse_projection.parse(text))
    return [path.name for path in projection]


def _of_condition(members: _Members, text: str) -> _Names:
    return _names_in(members, parse_condition.parse(text, "ConditionExpression"))


def _of_filter(members: _Members, text: str) -> _Names:
    return _names_in(members, parse_condition.parse(text, "FilterExpression"))


def _of_key_condition(members: _Members, text: str) -> _Names:
    return _names_in(members, parse_condition.parse(text, "KeyConditionExpression"))


def _of_update_text(members: _Members, text: str) -> _Names:
    return _of_update(_substitutions(members).update(parse_update.parse(text)))


def _names_in(members: _Members, parsed: Parsed[Condition]) -> _Names:
    return attribute_names(_substitutions(members).condition(parsed))


def _substitutions(members: _Members) -> Substitutions:
    return Substitutions(
        members.get("ExpressionAttributeNames"), members.get("ExpressionAttributeValues")
    )


def _of_update(update: Update) -> _Names:
    names = [str(elements_of(action.path)[0]) for action in update]
    for action in update:
        if isinstance(action, Set):
            names += [path.name for path in paths_of(action.value)]
    return names


def _of_statement(checked: CheckedStatement) -> _Names:
    body = checked.statement.body
    if isinstance(body, nodes.Insert):
        return [name for name, _ in body.attributes]
    names: list[str] = []
    if checked.statement.equalities is not None:
        names += checked.statement.equalities
    elif checked.condition is not None:
        names += attribute_names(checked.condition)
    if checked.update is not None:
        names += _of_update(checked.update)
    if isinstance(body, (nodes.Select, nodes.Exists)):
        select = body.select if isinstance(body, nodes.Exists) else body
        names += [path.name for _, path in select.columns or ()]
        names += [key.name for key in select.order]
    return names


# The members of each action that name attributes. Other members of a request are ignored and may
# contain anything.
_WRITE: Final = ("ConditionExpression", "Expected")
_MEMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    "dynamodb:GetItem": ("Key", "ProjectionExpression", "AttributesToGet"),
    "dynamodb:BatchGetItem": ("Keys", "ProjectionExpression", "AttributesToGet"),
    "dynamodb:PutItem": ("Item", *_WRITE),
    "dynamodb:DeleteItem": ("Key", *_WRITE),
    "dynamodb:ConditionCheckItem": ("Key", *_WRITE),
    "dynamodb:UpdateItem": ("Key", "UpdateExpression", "AttributeUpdates", *_WRITE),
    "dynamodb:BatchWriteItem": ("Item", "Key"),
    "dynamodb:Query": (
        *("KeyConditionExpression", "KeyConditions", "FilterExpression", "QueryFilter"),
        *("ProjectionExpression", "AttributesToGet"),
    ),
    "dynamodb:Scan": (
        *("FilterExpression", "ScanFilter", "ProjectionExpression", "AttributesToGet"),
    ),
}
_NAMES: Final[Mapping[str, Callable[[_Members, Any], _Names]]] = {
    "Key": _of_map,
    "Keys": _of_keys,
    "Item": _of_map,
    "ProjectionExpression": _of_projection,
    "AttributesToGet": _of_list,
    "ConditionExpression": _of_condition,
    "Expected": _of_map,
    "UpdateExpression": _of_update_text,
    "AttributeUpdates": _of_map,
    "KeyConditionExpression": _of_key_condition,
    "KeyConditions": _of_map,
    "FilterExpression": _of_filter,
    "QueryFilter": _of_map,
    "ScanFilter": _of_map,
}
