"""Statements: what `translate` makes of a text, cached by it, and `bind` puts parameters into.

Conditions and updates are trees of `core.expressions`. Every value in them, literal or parameter,
is a reference into the values that `bind` gathers: `:l0` for the first literal, `:p1` for the first
parameter.
"""

from typing import NamedTuple

from jedlik.core.errors import ServiceError
from jedlik.core.expressions.nodes import Condition, Parsed, Path, Update
from jedlik.core.types.attribute_value import Item


class Column(NamedTuple):
    """One path of a select list, and the name its value goes by."""

    name: str
    path: Path


class OrderKey(NamedTuple):
    """One attribute of ORDER BY."""

    name: str
    descending: bool


class Select(NamedTuple):
    """What to read. columns: None for `*`.

    fault: a column that is no path, such as COUNT(*). The service refuses it once the table and the
    index are known (recorded answers, October 2026), so the text alone does not.
    """

    columns: tuple[Column, ...] | None
    where: Parsed[Condition] | None
    order: tuple[OrderKey, ...]
    fault: ServiceError | None = None


class Exists(NamedTuple):
    """A condition on an item that a transaction does not write."""

    select: Select


class Insert(NamedTuple):
    """The attributes of a new item, each a reference to its value."""

    attributes: tuple[tuple[str, str], ...]


class SetOperand(NamedTuple):
    """A parameter that set_add or set_delete takes, and the sentence if it is no set."""

    reference: str
    fault: str


class Change(NamedTuple):
    """How to change an item. returning: such as `ALL NEW`, if something is to be answered."""

    update: Parsed[Update]
    set_operands: tuple[SetOperand, ...]
    where: Parsed[Condition] | None
    returning: str | None


class Delete(NamedTuple):
    """Which item to delete. returning: `ALL OLD` or nothing."""

    where: Parsed[Condition] | None
    returning: str | None


Body = Select | Exists | Insert | Change | Delete


class Statement(NamedTuple):
    """A statement of one table or index.

    equalities: attributes that WHERE equals to references, if it is nothing but that; else None.
    parameters: how many there are. literals: their values by reference, canonical.
    """

    table_name: str
    index_name: str | None
    body: Body
    equalities: dict[str, str] | None
    parameters: int
    literals: Item
