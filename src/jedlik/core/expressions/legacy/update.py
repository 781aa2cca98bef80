"""AttributeUpdates: an update of whole attributes.

Here ADD can append to a list, which the ADD of an UpdateExpression cannot. The service does not
charge for the updates themselves: only the new item is measured (recorded answers).
"""

from collections.abc import Mapping
from typing import Final

from jedlik.core.errors import invalid
from jedlik.core.expressions.legacy.arguments import check_name, request_invalid
from jedlik.core.expressions.nodes import (
    Action,
    Add,
    Delete,
    Function,
    Literal,
    Path,
    Remove,
    Set,
    Update,
)
from jedlik.core.pauses import free_later, spend
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.structures import AttributeValueUpdate
from jedlik.core.types.value import WRITE, Layer, normalise

_SETS: Final = frozenset(("SS", "NS", "BS"))
_ADDABLE: Final = _SETS | {"N", "L"}
_EMPTY_LIST: Final = Literal({"L": []})


def attribute_updates(
    updates: Mapping[str, AttributeValueUpdate], layer: Layer = WRITE
) -> Update | None:
    """Returns the actions in the order of the request, or None if there are none.

    Brings their values into canonical form. Raises Reject.
    """
    actions: list[Action] = []
    free_later(actions)
    for name in updates:
        actions.append(_action(name, updates[name], layer))
    return tuple(actions) or None


def check_present_types(updates: Mapping[str, AttributeValueUpdate], item: Item) -> None:
    """Raises Reject if the value of an ADD or DELETE has another type than the item's attribute."""
    for name, update in updates.items():
        spend(1)
        if name in item and "Value" in update and update.get("Action", "PUT") != "PUT":
            (tag,) = update["Value"]
            if tag not in item[name]:
                raise invalid("Type mismatch for attribute to update")


def _action(name: str, update: AttributeValueUpdate, layer: Layer) -> Action:
    check_name(name, layer)
    action = update.get("Action", "PUT")
    path = Path(name)
    if "Value" not in update:
        if action != "DELETE":
            raise request_invalid(
                "Only DELETE action is allowed when no attribute value is specified", layer
            )
        return Remove(path)
    value = Literal(update["Value"])
    normalise(value.value, layer)
    (tag,) = value.value
    if action == "DELETE":
        if tag not in _SETS:
            raise request_invalid(
                f"DELETE action with value is not supported for the type {tag}", layer
            )
        return Delete(path, value)
    if action == "PUT":
        return Set(path, value)
    if tag not in _ADDABLE:
        raise request_invalid(f"ADD action is not supported for the type {tag}", layer)
    if tag == "L":
        present = Function("if_not_exists", (path, _EMPTY_LIST))
        return Set(path, Function("list_append", (present, value)))
    return Add(path, value)
