"""The nodes of expressions: what parsers make, `resolve` binds, and `evaluate` and `update` read.

A parse may hold references (`#name`, `:value`) and is cached by its text; after `resolve` a tree
holds only `Path`, `Literal` and what is built of them. Legacy parameters can make the same nodes.
"""

from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from jedlik.core.types.attribute_value import AttributeValue

Element = str | int  # one step of a document path: the name in a map, or the index in a list
Elements = tuple[Element, ...]


class Path(NamedTuple):
    """A document path: an attribute of the item, and steps into its value."""

    name: str
    steps: Elements = ()


class PathReference(NamedTuple):
    """A path as written, some of its names still aliases (`#name`)."""

    elements: Elements


class ValueReference(NamedTuple):
    """A `:value` as written, the colon included."""

    name: str


class Literal(NamedTuple):
    """A value that the request gives."""

    value: AttributeValue


class Function(NamedTuple):
    """A call by its name as written; a condition of its own, or an operand (`size`)."""

    name: str
    operands: "tuple[Operand, ...]"


Operand = Path | PathReference | ValueReference | Literal | Function


class Comparison(NamedTuple):
    """One of = <> < <= > >= between two operands."""

    operator: str
    left: Operand
    right: Operand


class Between(NamedTuple):
    """lower <= operand <= upper."""

    operand: Operand
    lower: Operand
    upper: Operand


class In(NamedTuple):
    """The operand equals one of the candidates."""

    operand: Operand
    candidates: tuple[Operand, ...]


class Not(NamedTuple):
    """The condition does not hold."""

    condition: "Condition"


class And(NamedTuple):
    """All conditions hold; at least two, in written order."""

    conditions: "tuple[Condition, ...]"


class Or(NamedTuple):
    """One condition holds; at least two, in written order."""

    conditions: "tuple[Condition, ...]"


Condition = Comparison | Function | And | Or | Not | Between | In


class Arithmetic(NamedTuple):
    """left + right or left - right, the value of a SET. Only PartiQL puts one inside another."""

    operator: str
    left: "Operand | Arithmetic"
    right: "Operand | Arithmetic"


class Set(NamedTuple):
    """SET path = value."""

    path: Path | PathReference
    value: Operand | Arithmetic


class Remove(NamedTuple):
    """REMOVE path."""

    path: Path | PathReference


class Add(NamedTuple):
    """ADD path value: adds to a number or unites with a set."""

    path: Path | PathReference
    value: ValueReference | Literal


class Delete(NamedTuple):
    """DELETE path value: takes members out of a set."""

    path: Path | PathReference
    value: ValueReference | Literal


Action = Set | Remove | Add | Delete
Update = tuple[Action, ...]  # in written order, clauses one after another
Projection = tuple[Path, ...]
ProjectionPaths = tuple[Path | PathReference, ...]

Root_co = TypeVar("Root_co", Condition, Update, ProjectionPaths, covariant=True)


@dataclass(slots=True, frozen=True, eq=False)
class Parsed(Generic[Root_co]):
    """A parsed expression: its tree, and the references it holds.

    kind: name of the request's parameter, such as "ConditionExpression"; it opens error texts.
    Empty for a PartiQL statement, whose errors have no such opening.
    Compared and hashed by identity, so that what derives from a cached parse can be cached too.
    """

    kind: str
    root: Root_co
    names: frozenset[str]
    values: frozenset[str]


def elements_of(path: Path | PathReference) -> Elements:
    """All elements of a path, the attribute's name first."""
    return path.elements if isinstance(path, PathReference) else (path.name, *path.steps)
