"""The nodes of expressions: what parsers make, `resolve` binds, and `evaluate` and `update` read.

A parse may hold references (`#name`, `:value`) and is cached by its text; after `resolve` a tree
holds only `Path`, `Literal` and what is built of them. Legacy parameters can make the same nodes.

A request makes some ten nodes, so they are plain classes. None is changed once it is made.
"""

from typing import Final, Generic, TypeVar, final

from jedlik.core.types.attribute_value import AttributeValue

Element = str | int  # one step of a document path: the name in a map, or the index in a list
Elements = tuple[Element, ...]


class Node:  # noqa: PLW1641  (a Literal has no hash)
    """Equal to a node of the same class with equal parts; its parts are what its slots name."""

    __slots__: tuple[str, ...] = ()  # `Final` in each node, or it would not be there once compiled

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return False
        for part in self.__slots__:  # noqa: SIM110  (a frame less on each level)
            if getattr(self, part) != getattr(other, part):
                return False
        return True

    def __repr__(self) -> str:
        parts = [f"{part}={getattr(self, part)!r}" for part in self.__slots__]
        return f"{type(self).__name__}({', '.join(parts)})"


@final
class Path(Node):
    """A document path: an attribute of the item, and steps into its value."""

    __slots__: Final = ("name", "steps")

    def __init__(self, name: str, steps: Elements = ()) -> None:
        self.name = name
        self.steps = steps


@final
class PathReference(Node):
    """A path as written, some of its names still aliases (`#name`)."""

    __slots__: Final = ("elements",)

    def __init__(self, elements: Elements) -> None:
        self.elements = elements


@final
class ValueReference(Node):
    """A `:value` as written, the colon included."""

    __slots__: Final = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


@final
class Literal(Node):
    """A value that the request gives."""

    __slots__: Final = ("value",)

    def __init__(self, value: AttributeValue) -> None:
        self.value = value


@final
class Function(Node):
    """A call by its name as written; a condition of its own, or an operand (`size`)."""

    __slots__: Final = ("name", "operands")

    def __init__(self, name: str, operands: "tuple[Operand, ...]") -> None:
        self.name = name
        self.operands = operands


Operand = Path | PathReference | ValueReference | Literal | Function


@final
class Comparison(Node):
    """One of = <> < <= > >= between two operands."""

    __slots__: Final = ("left", "operator", "right")

    def __init__(self, operator: str, left: Operand, right: Operand) -> None:
        self.operator = operator
        self.left = left
        self.right = right

    @property
    def operands(self) -> tuple[Operand, ...]:
        """All operands, in written order."""
        return (self.left, self.right)


@final
class Between(Node):
    """lower <= operand <= upper."""

    __slots__: Final = ("lower", "operand", "upper")

    def __init__(self, operand: Operand, lower: Operand, upper: Operand) -> None:
        self.operand = operand
        self.lower = lower
        self.upper = upper

    @property
    def operands(self) -> tuple[Operand, ...]:
        """All operands, in written order."""
        return (self.operand, self.lower, self.upper)


@final
class In(Node):
    """The operand equals one of the candidates."""

    __slots__: Final = ("candidates", "operand")

    def __init__(self, operand: Operand, candidates: tuple[Operand, ...]) -> None:
        self.operand = operand
        self.candidates = candidates

    @property
    def operands(self) -> tuple[Operand, ...]:
        """All operands, in written order."""
        return (self.operand, *self.candidates)


@final
class Not(Node):
    """The condition does not hold."""

    __slots__: Final = ("condition",)

    def __init__(self, condition: "Condition") -> None:
        self.condition = condition


@final
class And(Node):
    """All conditions hold; at least two, in written order."""

    __slots__: Final = ("conditions",)

    def __init__(self, conditions: "tuple[Condition, ...]") -> None:
        self.conditions = conditions


@final
class Or(Node):
    """One condition holds; at least two, in written order."""

    __slots__: Final = ("conditions",)

    def __init__(self, conditions: "tuple[Condition, ...]") -> None:
        self.conditions = conditions


Condition = Comparison | Function | And | Or | Not | Between | In


@final
class Arithmetic(Node):
    """left + right or left - right, the value of a SET. Only PartiQL puts one inside another."""

    __slots__: Final = ("left", "operator", "right")

    def __init__(
        self, operator: str, left: "Operand | Arithmetic", right: "Operand | Arithmetic"
    ) -> None:
        self.operator = operator
        self.left = left
        self.right = right


@final
class Set(Node):
    """SET path = value."""

    __slots__: Final = ("path", "value")

    def __init__(self, path: Path | PathReference, value: Operand | Arithmetic) -> None:
        self.path = path
        self.value = value


@final
class Remove(Node):
    """REMOVE path."""

    __slots__: Final = ("path",)

    def __init__(self, path: Path | PathReference) -> None:
        self.path = path


@final
class Add(Node):
    """ADD path value: adds to a number or unites with a set."""

    __slots__: Final = ("path", "value")

    def __init__(self, path: Path | PathReference, value: ValueReference | Literal) -> None:
        self.path = path
        self.value = value


@final
class Delete(Node):
    """DELETE path value: takes members out of a set."""

    __slots__: Final = ("path", "value")

    def __init__(self, path: Path | PathReference, value: ValueReference | Literal) -> None:
        self.path = path
        self.value = value


Action = Set | Remove | Add | Delete
Update = tuple[Action, ...]  # in written order, clauses one after another
Projection = tuple[Path, ...]
ProjectionPaths = tuple[Path | PathReference, ...]

Root_co = TypeVar("Root_co", Condition, Update, ProjectionPaths, covariant=True)


@final
class Parsed(Generic[Root_co]):
    """A parsed expression: its tree, and the references it holds.

    kind: name of the request's parameter, such as "ConditionExpression"; it opens error texts.
    Empty for a PartiQL statement, whose errors have no such opening.
    Compared and hashed by identity, so that what derives from a cached parse can be cached too.
    """

    __slots__ = ("kind", "names", "root", "values")

    def __init__(
        self, kind: str, root: Root_co, names: frozenset[str], values: frozenset[str]
    ) -> None:
        self.kind = kind
        self.root: Root_co = root
        self.names = names
        self.values = values


def elements_of(path: Path | PathReference) -> Elements:
    """All elements of a path, the attribute's name first."""
    return path.elements if isinstance(path, PathReference) else (path.name, *path.steps)
