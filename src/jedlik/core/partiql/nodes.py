"""Statements: `translate` creates them from a text and caches them by it.

Conditions and updates are trees of `core.expressions`. Every value in them, literal or parameter,
is a reference: `:l0` to the first literal, `:p1` to the first parameter. `bind` collects the
values.
"""

from typing import NamedTuple

from jedlik.core.errors import ServiceError
from jedlik.core.expressions.nodes import Condition, Parsed, Path, Update
from jedlik.core.types.attribute_value import Item


class Column(NamedTuple):
    """One path of a select list, and the name of its value in the answer."""

    name: str
    path: Path


class OrderKey(NamedTuple):
    """One attribute of ORDER BY.

    fault: the error if it is no attribute. The service reports it after it has found the table
    (dynoxide's captures, October 2026).
    """

    name: str
    descending: bool
    fault: ServiceError | None = None


class Select(NamedTuple):
    """What to read. columns: None for `*`.

    fault: the error for a column that is no path, such as COUNT(*), in a SELECT from an index. The
    service reports it after an error about the attributes of that index, and before a missing table
    (recorded answers, October 2026).
    """

    columns: tuple[Column, ...] | None
    where: Parsed[Condition] | None
    order: tuple[OrderKey, ...]
    fault: ServiceError | None = None


class Exists(NamedTuple):
    """A condition on an item that a transaction does not write."""

    select: Select


class Insert(NamedTuple):
    """The attributes of a new item. Each has a name and a reference to its value."""

    attributes: tuple[tuple[str, str], ...]


class SetOperand(NamedTuple):
    """A parameter of set_add or set_delete, and the error text if its value is no set."""

    reference: str
    fault: str


class Change(NamedTuple):
    """How to change an item. returning: a form such as `ALL NEW`, or None."""

    update: Parsed[Update]
    set_operands: tuple[SetOperand, ...]
    where: Parsed[Condition] | None
    returning: str | None


class Delete(NamedTuple):
    """Which item to delete. returning: `ALL OLD` or None."""

    where: Parsed[Condition] | None
    returning: str | None


Body = Select | Exists | Insert | Change | Delete


class Statement(NamedTuple):
    """A statement about one table or index.

    equalities: if WHERE consists only of equalities, the reference for each attribute; else None.
    parameters: how many the text contains. literals: their canonical values by reference.
    """

    table_name: str
    index_name: str | None
    body: Body
    equalities: dict[str, str] | None
    parameters: int
    literals: Item
