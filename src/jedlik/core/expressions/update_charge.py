"""The size that UpdateItem charges for the update expression itself.

The service refuses an update if the new item or this charge exceeds the size limit of an item. The
charge depends on the request alone and is checked before the condition.

Source: recorded answers, October 2026 (80 probes, all exact). No document mentions it.
"""

from typing import Final

from jedlik.core.expressions.nodes import (
    Action,
    Add,
    Arithmetic,
    Element,
    Function,
    Literal,
    Operand,
    Path,
    PathReference,
    Set,
    Update,
    elements_of,
)
from jedlik.core.limits import ITEM_BYTES
from jedlik.core.types.value import size_bytes

_UPDATE: Final = 3
_WRITE: Final = 19  # SET, ADD
_TAKE: Final = 1  # REMOVE, DELETE; the removed values cost nothing
_TARGET_STEP: Final = 4  # for each step after the name
_PATH_OPERAND: Final = 1
_PATH_OPERAND_STEP: Final = 14  # for each step, including the name
_OPERATORS: Final = {"+": 34, "-": 37, "if_not_exists": 39, "list_append": 37}


def charge_bytes(update: Update) -> int:
    """Returns the charge of a resolved update in bytes. Beyond the limit it stops counting."""
    charged = _UPDATE
    for action in update:
        charged += _action_bytes(action)
        if charged > ITEM_BYTES:
            break
    return charged


def _action_bytes(action: Action) -> int:
    target = _target_bytes(action.path)
    if isinstance(action, (Set, Add)):
        return _WRITE + target + _value_bytes(action.value)
    return _TAKE + target


def _target_bytes(path: Path | PathReference) -> int:
    name, *steps = elements_of(path)
    return _element_bytes(name) + sum([_TARGET_STEP + _element_bytes(step) for step in steps])


def _value_bytes(value: Operand | Arithmetic) -> int:
    if isinstance(value, Literal):
        return size_bytes(value.value)
    if isinstance(value, Arithmetic):
        return _OPERATORS[value.operator] + _value_bytes(value.left) + _value_bytes(value.right)
    if isinstance(value, Function):
        first, second = value.operands
        return _OPERATORS[value.name] + _value_bytes(first) + _value_bytes(second)
    assert isinstance(value, Path)  # the update is resolved
    steps = [_PATH_OPERAND_STEP + _element_bytes(element) for element in elements_of(value)]
    return _PATH_OPERAND + sum(steps)


def _element_bytes(element: Element) -> int:
    """Returns the number of UTF-8 bytes of a name, or of digits of an index."""
    return len(str(element).encode())
