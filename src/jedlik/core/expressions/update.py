"""Applies a resolved update to an item.

All right sides, and the current values that ADD and DELETE change, are read from the old item. Only
maps and lists on a written path are copied. The new item shares all other values with the old item.

List indexes refer to the old list. Elements written past its end are appended in the order of their
indexes. Removed elements are deleted after everything is written. Sources: recorded answers,
October 2026; Alternator test_update_expression.py, test_returnvalues.py, test_item.py.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from jedlik.core import limits
from jedlik.core.errors import invalid
from jedlik.core.expressions.evaluate import value_at
from jedlik.core.expressions.nodes import (
    Add,
    Arithmetic,
    Delete,
    Function,
    Literal,
    Operand,
    Path,
    PathReference,
    Remove,
    Set,
    Update,
)
from jedlik.core.expressions.project import project
from jedlik.core.pauses import spend
from jedlik.core.types import number
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.base64 import bytes_of

ATTRIBUTE_ABSENT: Final = (
    "The provided expression refers to an attribute that does not exist in the item"
)
PATH_INVALID: Final = "The document path provided in the update expression is invalid for update"
# This text is shorter than the one for a request that is itself too deep.
UPDATE_TOO_DEEP: Final = "Nesting Levels have exceeded supported limits"
UPDATE_TOO_LARGE: Final = "Item size to update has exceeded the maximum allowed size"
OPERAND_TYPE: Final = "An operand in the update expression has an incorrect data type"

_NO_ITEM: Final[Item] = {}
_VALUES_PER_ACTION: Final = 8  # as much work as one action, see `spend`


def apply(update: Update, old: Item | None, key: Item) -> Item | None:
    """Returns the item after `update`, or None if there is no item before and after it.

    old: the old item, which is not changed, or None. key: the attributes that a new item starts
    with. An update that only removes creates no item.
    Raises Reject if the item does not allow the update. The size of the new item is not checked
    here, except that list_append must not create more elements than an item can contain.
    """
    if old is None and all(isinstance(action, (Remove, Delete)) for action in update):
        return None
    before = key if old is None else old  # right sides can read the key of a new item (dynalite)
    draft = _Draft(before)
    # elements in lists that functions return: list_append can multiply what the item contains
    elements = 0
    for action in update:
        spend(_VALUES_PER_ACTION)
        path = _target(action.path)
        if isinstance(action, Set):
            value = _set_value(action.value, before)
            if isinstance(action.value, Function) and "L" in value:
                elements += len(value["L"])
                _check_count(elements)
            draft.set(path, value)
        elif isinstance(action, Add):
            draft.set(path, _sum(value_at(path, before), _given(action.value)))
        else:
            left = None
            if isinstance(action, Delete):
                left = _difference(value_at(path, before), _given(action.value))
            if left is not None:
                draft.set(path, left)
            elif old is not None:
                draft.remove(path)
    return draft.finished()


def updated_names(update: Update) -> frozenset[str]:
    """Returns the top-level names that an update writes. They must not be key attributes."""
    names: set[str] = set()
    for action in update:
        spend(1)
        names.add(_target(action.path).name)
    return frozenset(names)


def may_nest(update: Update) -> bool:
    """Returns whether the new item may be nested too deeply.

    It may be if the update writes a list or map, given in the request or read from the item.
    """
    for action in update:
        spend(1)
        if isinstance(action, Set) and not isinstance(action.value, Arithmetic):
            value = action.value
            if not isinstance(value, Literal) or "M" in value.value or "L" in value.value:
                return True
    return False


def updated_attributes(update: Update, item: Item | None) -> Item:
    """Returns the attributes for UPDATED_OLD or UPDATED_NEW. item: the old or new item, or None.

    Like the service, this reads the paths in either item as written. An appended element is not
    found at the index that the update gave it. An element that moved to the index of a removed one
    is found.
    """
    return project([_target(action.path) for action in update], item or _NO_ITEM)


def _target(path: Path | PathReference) -> Path:
    assert isinstance(path, Path)  # the update is resolved
    return path


def _given(value: Operand) -> AttributeValue:
    assert isinstance(value, Literal)  # the update is resolved
    return value.value


def _set_value(value: Operand | Arithmetic, before: Item) -> AttributeValue:
    if not isinstance(value, Arithmetic):
        return _value(value, before)
    left = _set_value(value.left, before)
    right = _set_value(value.right, before)
    if "N" not in left or "N" not in right:
        raise invalid(OPERAND_TYPE)
    compute = number.add if value.operator == "+" else number.subtract
    return {"N": compute(left["N"], right["N"])}


def _value(operand: Operand, before: Item) -> AttributeValue:
    if isinstance(operand, Literal):
        return operand.value
    if isinstance(operand, Path):
        found = value_at(operand, before)
        if found is None:
            raise invalid(ATTRIBUTE_ABSENT)
        return found
    assert isinstance(operand, Function)
    first, second = operand.operands
    if operand.name == "if_not_exists":
        assert isinstance(first, Path)
        found = value_at(first, before)
        return _value(second, before) if found is None else found
    head, tail = _value(first, before), _value(second, before)
    if "L" not in head or "L" not in tail:
        raise invalid(OPERAND_TYPE)
    _check_count(len(head["L"]) + len(tail["L"]))
    return {"L": head["L"] + tail["L"]}


def _check_count(elements: int) -> None:
    """Raises Reject before a list is created that has more elements than any item can contain."""
    if elements * limits.ELEMENT_OVERHEAD_BYTES > limits.ITEM_BYTES:
        raise invalid(UPDATE_TOO_LARGE)


def _sum(current: AttributeValue | None, operand: AttributeValue) -> AttributeValue:
    """Returns the value after ADD."""
    if current is None:
        return operand
    (tag,) = operand
    if tag not in current:
        raise invalid(OPERAND_TYPE)
    if "N" in operand:
        return {"N": number.add(current["N"], operand["N"])}
    return _set_of(tag, {*_members(current), *_members(operand)})


def _difference(current: AttributeValue | None, operand: AttributeValue) -> AttributeValue | None:
    """Returns the value after DELETE, or None if nothing is left."""
    if current is None:
        return None
    (tag,) = operand
    if tag not in current:
        raise invalid(OPERAND_TYPE)
    taken = set(_members(operand))
    left = [member for member in _members(current) if member not in taken]
    return _set_of(tag, left) if left else None


def _members(value: AttributeValue) -> list[str]:
    if "SS" in value:
        return value["SS"]
    return value["NS"] if "NS" in value else value["BS"]


def _set_of(tag: str, members: Iterable[str]) -> AttributeValue:
    """Returns a set in canonical form."""
    if tag == "SS":
        return {"SS": sorted(members)}
    if tag == "NS":
        return {"NS": sorted(members, key=Decimal)}
    return {"BS": sorted(members, key=bytes_of)}


class _Draft:
    """A new item. It shares every value that lies on no written path with the old item."""

    __slots__ = ("_appended", "_copied", "_item", "_removed")

    def __init__(self, item: Item) -> None:
        self._item = dict(item)
        # identities of the maps and lists that were copied for this draft
        self._copied: set[int] = set()
        self._appended: list[tuple[int, AttributeValue, list[AttributeValue]]] = []
        self._removed: list[tuple[int, list[AttributeValue]]] = []

    def set(self, path: Path, value: AttributeValue) -> None:
        """Writes `value` at `path`. Raises Reject if no map or list is there to contain it."""
        if not path.steps:
            self._item[path.name] = value
            return
        holder, step = self._holder(path), path.steps[-1]
        if isinstance(step, str) and "M" in holder:
            holder["M"][step] = value
        elif isinstance(step, int) and "L" in holder:
            elements = holder["L"]
            if step < len(elements):
                elements[step] = value
            else:
                self._appended.append((step, value, elements))
        else:
            raise invalid(PATH_INVALID)

    def remove(self, path: Path) -> None:
        """Removes the value at `path`, if there is one. Raises Reject like `set`."""
        if not path.steps:
            self._item.pop(path.name, None)
            return
        holder, step = self._holder(path), path.steps[-1]
        if isinstance(step, str) and "M" in holder:
            holder["M"].pop(step, None)
        elif isinstance(step, int) and "L" in holder:
            if step < len(holder["L"]):
                self._removed.append((step, holder["L"]))
        else:
            raise invalid(PATH_INVALID)

    def finished(self) -> Item:
        """Returns the new item. Must be called once, after everything is written."""
        for step, elements in sorted(self._removed, key=_index, reverse=True):
            del elements[step]
        for _, value, elements in sorted(self._appended, key=_index):
            elements.append(value)
        return self._item

    def _holder(self, path: Path) -> AttributeValue:
        """Returns the copied map or list in which the last step of `path` is taken."""
        value = self._item.get(path.name)
        if value is None:
            raise invalid(PATH_INVALID)
        value = self._item[path.name] = self._own(value)
        for step in path.steps[:-1]:
            if isinstance(step, str) and "M" in value and step in value["M"]:
                members = value["M"]
                value = members[step] = self._own(members[step])
            elif isinstance(step, int) and "L" in value and step < len(value["L"]):
                elements = value["L"]
                value = elements[step] = self._own(elements[step])
            else:
                raise invalid(PATH_INVALID)
        return value

    def _own(self, value: AttributeValue) -> AttributeValue:
        """Returns a copy of a map or list, made once. Returns any other value unchanged."""
        if id(value) in self._copied:
            return value
        copy: AttributeValue
        if "M" in value:
            copy = {"M": dict(value["M"])}
        elif "L" in value:
            copy = {"L": list(value["L"])}
        else:
            return value
        self._copied.add(id(copy))
        return copy


def _index(entry: tuple[int, *tuple[object, ...]]) -> int:
    return entry[0]
