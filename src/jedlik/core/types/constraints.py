"""Constraints on the members of the API's structures, and how an error words them.

A constraint is an annotation of a type (PEP 593), so that a member is declared once:

    class ListTablesRequest(TypedDict, total=False):
        ExclusiveStartTableName: Annotated[str, pattern(NAME), min_length(3), max_length(255)]
        Limit: Annotated[int, at_least(1), at_most(100)]

The type checker reads `str` and `int`; `wire.shapes` builds from the same lines what a request is
checked by (docs/adr/0020). The order of members is the order in which the service reports faults,
and so is the order of constraints.

Two generations of wording are in use at once (recorded answers, October 2026). The older generation
names a member by its camelCase path and repeats the value. The current one leaves out the value, or
the name too. A constraint names its current wording only where it differs from the older one.
"""

import re
from collections.abc import Callable, Sized
from enum import Enum
from typing import Final, Generic, Literal, NamedTuple, TypeVar

T_contra = TypeVar("T_contra", contravariant=True)


class Wording(NamedTuple):
    """A sentence about one fault. It may use {echo}, {older_path}, {path} and {text}.

    bare: the sentence is the whole message, outside the envelope of member constraints.
    """

    template: str
    bare: bool = False


ECHO: Final = Wording("Value {echo} at '{older_path}' failed to satisfy constraint: {text}")
GENERIC: Final = Wording("Value at '{path}' failed to satisfy constraint: {text}")
# Recorded answers of IAM (LocalStack, tests/aws/services/iam, February 2026).
OLDER_GENERIC: Final = Wording("Value at '{older_path}' failed to satisfy constraint: {text}")
NAMELESS: Final = Wording("Failed to satisfy constraint: {text}")


class Constraint(NamedTuple, Generic[T_contra]):
    """A rule about values of one type.

    subject: the Python type of the values, for example Sized.
    text: what the service says the value must be. current_text: the text of the current generation,
        if it differs.
    alone: whether the current generation looks for this fault first, and reports the faults that it
        finds so alone.
    most: the greatest length that the rule allows; None if it does not limit the length.
    late: whether the fault is reported only if there is no other (see `wire.shapes.request`).
    checked_by: the generation that reports the fault as one of a member. The other one leaves the
        rule to the operation, which checks it later.
    """

    subject: type
    text: str
    holds: Callable[[T_contra], bool]
    current: Wording = ECHO
    current_text: str | None = None
    alone: bool = False
    most: int | None = None
    late: bool = False
    checked_by: Literal["both", "older", "current"] = "both"


NOT_NULL: Final[Constraint[object]] = Constraint(
    object, "Member must not be null", lambda value: value is not None
)


def min_length(count: int, current: Wording = ECHO, *, alone: bool = False) -> Constraint[Sized]:
    """Returns the rule that a value has at least `count` characters, elements or entries."""
    text = f"Member must have length greater than or equal to {count}"
    return Constraint(Sized, text, lambda value: len(value) >= count, current, alone=alone)


def max_length(count: int, current: Wording = ECHO) -> Constraint[Sized]:
    """Returns the rule that a value has at most `count` characters, elements or entries."""
    text = f"Member must have length less than or equal to {count}"
    return Constraint(Sized, text, lambda value: len(value) <= count, current, most=count)


def at_least(bound: int, current: Wording = ECHO) -> Constraint[int]:
    """Returns the rule that a number is not below `bound`."""
    text = f"Member must have value greater than or equal to {bound}"
    return Constraint(int, text, lambda value: value >= bound, current)


def at_most(bound: int, current: Wording = ECHO) -> Constraint[int]:
    """Returns the rule that a number is not above `bound`."""
    text = f"Member must have value less than or equal to {bound}"
    return Constraint(int, text, lambda value: value <= bound, current)


# Policy documents are the longest members with a pattern: 131,072 characters.
_PATTERN_CHARACTERS: Final = 131_072 + 1
# The expressions are those of Java: `\w` and `\d` mean ASCII only, `\p{L}` and `\p{N}` letters and
# digits of all scripts, `\p{Z}` separators. The models use these three together with `_`.
_SEPARATORS: Final = " \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_OF_ALL_SCRIPTS: Final = r"\p{L}\p{Z}\p{N}_"


def pattern(expression: str) -> Constraint[str]:
    """Returns the rule that a regular expression matches a text from end to end."""
    text = f"Member must satisfy regular expression pattern: {expression}"
    return Constraint(str, text, matcher(expression))


def matcher(expression: str) -> Callable[[str], bool]:
    """Returns a function that tells whether a regular expression matches a text from end to end.

    It reads only the beginning of a text that is longer than any member with a pattern may be. The
    text is refused in any case.
    """
    if _OF_ALL_SCRIPTS in expression:
        match = re.compile(expression.replace(_OF_ALL_SCRIPTS, r"\w" + _SEPARATORS)).fullmatch
    else:
        match = re.compile(expression, re.ASCII).fullmatch
    return lambda text: match(text[:_PATTERN_CHARACTERS]) is not None


def one_of(words: tuple[str, ...], wording: "EnumWording") -> Constraint[str]:
    """Returns the rule that a text is one of `words`, which are listed in the service's order."""
    known = frozenset(words)
    text = "Member must satisfy enum value set: [{}]"
    return Constraint(
        str,
        text.format(", ".join(words)),
        known.__contains__,
        wording.current,
        text.format(wording.current_words) if wording.current_words else None,
        checked_by="older" if wording.is_older else "both",
    )


def each(subject: str, constraints: tuple[Constraint[T_contra], ...]) -> Constraint[T_contra]:
    """Returns the rule that all of `constraints` hold for every key, or for every value, of a map.

    subject: "keys" or "value".
    """
    texts = ", ".join(constraint.text for constraint in constraints)
    return Constraint(
        object,
        f"Map {subject} must satisfy constraint: [{texts}]",
        lambda value: all(constraint.holds(value) for constraint in constraints),
        late=any(constraint.late for constraint in constraints),
    )


# --- Annotations that are no constraints ---------------------------------------------------------


class EnumWording(NamedTuple):
    """How the current generation words the fault of a value that is not one of the words of a
    Literal.

    current_words: the words that this generation lists, if they differ. It lists some that do not
    exist (recorded: `UPDATE_NEW`).
    is_older: whether only the older generation reports it as a fault of a member. The operation
        checks the word later.
    """

    current: Wording = ECHO
    current_words: str | None = None
    is_older: bool = False


class Reported(NamedTuple):
    """How a fault of one member is reported.

    absent: the current wording if the member is required and absent.
    """

    absent: Wording = ECHO


class Printed(NamedTuple):
    """The order in which an error prints the members of a structure, if it differs from the order
    in which they are declared.
    """

    members: tuple[str, ...]


class Named(NamedTuple):
    """The names of a member in the messages of a query API, if they differ from its own."""

    sent: str
    shown: str


class Support(NamedTuple):
    """What Jedlik does with a member of the service's model. Members inside it share its support.

    status: "stored": the member is checked, stored, and shown where the service shows it, and it
    has no other effect. "refused": it needs a capability that Jedlik does not have.
    """

    status: Literal["works", "stored", "refused"]
    capability: str = ""


WORKS: Final = Support("works")
STORED: Final = Support("stored")


def refused(capability: str) -> Support:
    """A member that needs a capability that Jedlik does not have."""
    return Support("refused", capability)


class Form(Enum):
    """A property of a member that its Python type does not express."""

    LONG = "a whole number of 64 bits"
    JSON = "an error prints the map as the JSON that it was"
