"""Projection: the parts of an item that document paths lead to.

A member stays in its map and an element in its list. A list contains only the chosen elements,
without gaps, in the order of the item and not of the paths. Sources: recorded answers, October
2026; Alternator test_projection_expression.py.
"""

from collections.abc import Iterable
from typing import final

from jedlik.core.expressions.nodes import Element, Path, Projection
from jedlik.core.types.attribute_value import AttributeValue, Item


class ItemProjection:
    """What to show of each item of a read. Subclasses are compiled, so not final."""

    __slots__ = ()

    def of(self, item: Item) -> Item:
        """Returns the part of `item` to show; unchanged values are shared with it."""
        raise NotImplementedError


@final
class PathProjection(ItemProjection):
    """The parts at document paths."""

    __slots__ = ("paths",)

    def __init__(self, paths: Projection) -> None:
        self.paths = paths

    def of(self, item: Item) -> Item:
        """Returns the parts of `item` at the paths."""
        return project(self.paths, item)


# the steps that paths take from a value; empty if the whole value is chosen
_Wanted = dict[Element, "_Wanted"]


def project(paths: Iterable[Path], item: Item) -> Item:
    """Returns the parts of `item` at `paths`. Unchanged values are shared and not copied.

    No path may lead into another. A path that leads to nothing adds nothing.
    """
    projected: Item = {}
    nested: dict[str, _Wanted] = {}
    for path in paths:
        if path.steps:
            wanted = nested.setdefault(path.name, {})
            for step in path.steps:
                wanted = wanted.setdefault(step, {})
        elif path.name in item:
            projected[path.name] = item[path.name]
    for name, wanted in nested.items():
        part = _part(item[name], wanted) if name in item else None
        if part is not None:
            projected[name] = part
    return projected


def _part(value: AttributeValue, wanted: _Wanted) -> AttributeValue | None:
    """Returns the chosen part of `value`, or None if the value has none of it.

    The recursion is as deep as a path is long.
    """
    if not wanted:
        return value
    if "M" in value:
        members = value["M"]
        chosen = {
            name: part
            for name, further in wanted.items()
            if isinstance(name, str) and name in members
            for part in (_part(members[name], further),)
            if part is not None
        }
        return {"M": chosen} if chosen else None
    if "L" in value:
        elements = value["L"]
        parts = [
            part
            for index, further in sorted(
                (step, further) for step, further in wanted.items() if isinstance(step, int)
            )
            if index < len(elements)
            for part in (_part(elements[index], further),)
            if part is not None
        ]
        return {"L": parts} if parts else None
    return None
