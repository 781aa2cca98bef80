"""Terms: the syntax tree of a statement, before its meaning is known."""

from typing import Final, NamedTuple

from jedlik.core.partiql.tokens import Token

# Kinds of terms without children. They are the kinds of tokens and the next five. The text of a
# parameter's token is its number, counted from 1.
PARAMETER: Final = "?"
BOOLEAN: Final = "boolean"
NULL: Final = "null"
MISSING: Final = "missing"
STAR: Final = "*"
# The token of a path is its name. The children are its steps (names, strings, numbers, others).
PATH: Final = "path"
LIST: Final = "list"
BAG: Final = "bag"
STRUCT: Final = "struct"  # the children are key, value, key, value ...
CALL: Final = "call"  # the token is the function's name, the children are its arguments
# The token of these three is the operator.
UNARY: Final = "unary"
BINARY: Final = "binary"
TERNARY: Final = "ternary"
IS: Final = "is"  # the token is the operator, but its text is the name of the type
# The grammar allows these, but the service never executes them. The text of the token is what error
# texts call them.
CAST: Final = "cast"
SIMPLE_CASE: Final = "simple case"
SEARCHED_CASE: Final = "searched case"
SUBQUERY: Final = "subquery"
VALUE_PATH: Final = "value path"  # steps after a term that is no name
UNSUPPORTED: Final = frozenset({CAST, SIMPLE_CASE, SEARCHED_CASE, SUBQUERY, VALUE_PATH})


class Term(NamedTuple):
    """A node of the syntax tree. token: its place in the text; an operator is in lower case."""

    kind: str
    token: Token
    children: "tuple[Term, ...]" = ()


class Source(NamedTuple):
    """What FROM, UPDATE or INTO names, and whether an alias follows it."""

    path: Term
    has_alias: bool = False
    is_single: bool = True


class SelectTerm(NamedTuple):
    """SELECT ... FROM ... WHERE ... ORDER BY.

    unsupported: the error text for the first clause that the service never executes.
    """

    projection: tuple[Term, ...]
    source: Source
    where: Term | None = None
    order: tuple[tuple[Term, bool], ...] = ()  # each term, and whether its order is descending
    unsupported: str | None = None


class InsertTerm(NamedTuple):
    """INSERT INTO ... VALUE. value: None for a form that the service never executes."""

    source: Source
    value: Term | None
    is_returning: bool = False


class Assignment(NamedTuple):
    """SET path = value, or REMOVE path if there is no value."""

    path: Term
    value: Term | None


class Returning(NamedTuple):
    """RETURNING ALL OLD * and the other forms.

    columns: whether the last part is something other than `*`. several: whether there are several
    forms.
    """

    form: str
    columns: bool = False
    several: bool = False


class ChangeTerm(NamedTuple):
    """UPDATE (or FROM ... SET) with its assignments, or DELETE without any."""

    source: Source
    assignments: tuple[Assignment, ...] | None
    where: Term | None = None
    returning: Returning | None = None


class ExistsTerm(NamedTuple):
    """EXISTS(SELECT ...) as a whole statement."""

    select: SelectTerm


class OtherTerm(NamedTuple):
    """A statement that the service never executes, and the text of its error."""

    message: str


StatementTerm = SelectTerm | InsertTerm | ChangeTerm | ExistsTerm | OtherTerm
