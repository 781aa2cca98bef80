"""Terms: what the grammar makes of a statement before anything is known of its meaning."""

from typing import Final, NamedTuple

from jedlik.core.partiql.tokens import Token

# Kinds of terms whose token is all there is to them are the kinds of tokens, and these. The text of
# a parameter's token is its number, counted from 1.
PARAMETER: Final = "?"
BOOLEAN: Final = "boolean"
NULL: Final = "null"
MISSING: Final = "missing"
STAR: Final = "*"
# Of a path: the token is its name, the children its steps (names, strings, numbers, others).
PATH: Final = "path"
LIST: Final = "list"
BAG: Final = "bag"
STRUCT: Final = "struct"  # the children: key, value, key, value ...
CALL: Final = "call"  # the token is its name, the children its arguments
# Of these three the token is the operator.
UNARY: Final = "unary"
BINARY: Final = "binary"
TERNARY: Final = "ternary"
IS: Final = "is"  # the token is the operator, its text the name of the type
UNSUPPORTED: Final = "unsupported"  # grammar that the service knows and never runs


class Term(NamedTuple):
    """A node of the syntax tree. token: where it stands; of operators the text is in lower case."""

    kind: str
    token: Token
    children: "tuple[Term, ...]" = ()


class Source(NamedTuple):
    """What FROM, UPDATE or INTO names, and whether an alias follows."""

    path: Term
    has_alias: bool = False
    is_single: bool = True


class SelectTerm(NamedTuple):
    """SELECT ... FROM ... WHERE ... ORDER BY.

    unsupported: the first clause that the service knows and never runs, as an error tells it.
    """

    projection: tuple[Term, ...]
    source: Source
    where: Term | None = None
    order: tuple[tuple[Term, bool], ...] = ()  # and whether descending
    unsupported: str | None = None


class InsertTerm(NamedTuple):
    """INSERT INTO ... VALUE; value is None for forms that the service never runs."""

    source: Source
    value: Term | None
    is_returning: bool = False


class Assignment(NamedTuple):
    """SET path = value, or REMOVE path when there is no value."""

    path: Term
    value: Term | None


class Returning(NamedTuple):
    """RETURNING ALL OLD * and its like. columns: whether something else than `*` stands last."""

    form: str
    columns: bool = False
    several: bool = False


class ChangeTerm(NamedTuple):
    """UPDATE (or FROM ... SET) with its assignments; DELETE without any."""

    source: Source
    assignments: tuple[Assignment, ...] | None
    where: Term | None = None
    returning: Returning | None = None


class ExistsTerm(NamedTuple):
    """EXISTS(SELECT ...) as a statement of its own."""

    select: SelectTerm


class OtherTerm(NamedTuple):
    """A statement that the grammar knows and the service never runs, by the name errors use."""

    name: str


StatementTerm = SelectTerm | InsertTerm | ChangeTerm | ExistsTerm | OtherTerm
