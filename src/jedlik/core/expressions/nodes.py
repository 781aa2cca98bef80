"""The nodes of expressions. Parsers create them, `resolve` fills in names and values.

A parsed tree may contain references (`#name`, `:value`) and is cached by its text. A resolved tree
contains only `Path`, `Literal` and nodes made of these. Legacy parameters become the same nodes.

A request creates about ten nodes, so for speed they are plain compiled classes. No node is changed
after it is created.
"""

from typing import Final, Generic, TypeVar, final

from jedlik.core.types.attribute_value import AttributeValue

Element = str | int  # one step of a document path: a name in a map, or an index in a list
Elements = tuple[Element, ...]


class Node:  # noqa: PLW1641  (a Literal has no hash)
    """The base of all nodes. Two nodes are equal if they have the same class and equal slots."""

    # Each node declares its slots as `Final`: in a compiled class they are readable only then.
    __slots__: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return False
        for part in self.__slots__:  # noqa: SIM110  (saves a stack frame on each level)
            if getattr(self, part) != getattr(other, part):
                return False
        return True

    def __repr__(self) -> str:
        parts = [f"{part}={getattr(self, part)!r}" for part in self.__slots__]
        return f"{type(self).__name__}({', '.join(parts)})"


@final
class Path(Node):
    """A document path: the name of an attribute, and steps into its value."""

    __slots__: Final = ("name", "steps")

    def __init__(self, name: str, steps: Elements = ()) -> None:
        self.name = name
        self.steps = steps


@final
class PathReference(Node):
    """A path as written. Some of its names are still aliases (`#name`)."""

    __slots__: Final = ("elements",)

    def __init__(self, elements: Elements) -> None:
        self.elements = elements


@final
class ValueReference(Node):
    """A `:value` as written, including the colon."""

    __slots__: Final = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


@final
class Literal(Node):
    """A value from the request."""

    __slots__: Final = ("value",)

    def __init__(self, value: AttributeValue) -> None:
        self.value = value


@final
class Function(Node):
    """A call, by the function's name as written. It is a condition, or an operand (`size`)."""

    __slots__: Final = ("name", "operands")

    def __init__(self, name: str, operands: "tuple[Operand, ...]") -> None:
        self.name = name
        self.operands = operands


Operand = Path | PathReference | ValueReference | Literal | Function


@final
class Comparison(Node):
    """A comparison of two operands by one of = <> < <= > >=."""

    __slots__: Final = ("left", "operator", "right")

    def __init__(self, operator: str, left: Operand, right: Operand) -> None:
        self.operator = operator
        self.left = left
        self.right = right

    @property
    def operands(self) -> tuple[Operand, ...]:
        """Returns all operands in written order."""
        return (self.left, self.right)


@final
class Between(Node):
    """The condition lower <= operand <= upper."""

    __slots__: Final = ("lower", "operand", "upper")

    def __init__(self, operand: Operand, lower: Operand, upper: Operand) -> None:
        self.operand = operand
        self.lower = lower
        self.upper = upper

    @property
    def operands(self) -> tuple[Operand, ...]:
        """Returns all operands in written order."""
        return (self.operand, self.lower, self.upper)


@final
class In(Node):
    """The condition that the operand equals one of the candidates."""

    __slots__: Final = ("candidates", "operand")

    def __init__(self, operand: Operand, candidates: tuple[Operand, ...]) -> None:
        self.operand = operand
        self.candidates = candidates

    @property
    def operands(self) -> tuple[Operand, ...]:
        """Returns all operands in written order."""
        return (self.operand, *self.candidates)


@final
class Not(Node):
    """The condition that another condition is false."""

    __slots__: Final = ("condition",)

    def __init__(self, condition: "Condition") -> None:
        self.condition = condition


@final
class And(Node):
    """The condition that all conditions are true: two or more, in written order."""

    __slots__: Final = ("conditions",)

    def __init__(self, conditions: "tuple[Condition, ...]") -> None:
        self.conditions = conditions


@final
class Or(Node):
    """The condition that at least one condition is true: two or more, in written order."""

    __slots__: Final = ("conditions",)

    def __init__(self, conditions: "tuple[Condition, ...]") -> None:
        self.conditions = conditions


Condition = Comparison | Function | And | Or | Not | Between | In


@final
class Arithmetic(Node):
    """The sum or difference that SET writes. Only PartiQL nests one in another."""

    __slots__: Final = ("left", "operator", "right")

    def __init__(
        self, operator: str, left: "Operand | Arithmetic", right: "Operand | Arithmetic"
    ) -> None:
        self.operator = operator
        self.left = left
        self.right = right


@final
class Set(Node):
    """The action SET path = value."""

    __slots__: Final = ("path", "value")

    def __init__(self, path: Path | PathReference, value: Operand | Arithmetic) -> None:
        self.path = path
        self.value = value


@final
class Remove(Node):
    """The action REMOVE path."""

    __slots__: Final = ("path",)

    def __init__(self, path: Path | PathReference) -> None:
        self.path = path


@final
class Add(Node):
    """The action ADD path value. It adds to a number, or adds members to a set."""

    __slots__: Final = ("path", "value")

    def __init__(self, path: Path | PathReference, value: ValueReference | Literal) -> None:
        self.path = path
        self.value = value


@final
class Delete(Node):
    """The action DELETE path value. It removes members from a set."""

    __slots__: Final = ("path", "value")

    def __init__(self, path: Path | PathReference, value: ValueReference | Literal) -> None:
        self.path = path
        self.value = value


Action = Set | Remove | Add | Delete
Update = tuple[Action, ...]  # the actions of all clauses, in written order
Projection = tuple[Path, ...]
ProjectionPaths = tuple[Path | PathReference, ...]

Root_co = TypeVar("Root_co", Condition, Update, ProjectionPaths, covariant=True)


@final
class Parsed(Generic[Root_co]):
    """A parsed expression: its tree, and the names of the references in it.

    kind: the request parameter, such as "ConditionExpression". Error texts begin with it. It is
    empty for a PartiQL statement, whose error texts name no parameter.
    Two parsed expressions are equal only if they are the same object. So a value derived from a
    cached one can be cached by it too.
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
    """Returns all elements of a path, beginning with the attribute's name."""
    return path.elements if isinstance(path, PathReference) else (path.name, *path.steps)
