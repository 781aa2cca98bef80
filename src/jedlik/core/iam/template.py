"""Texts of policies with wildcards and policy variables: `${aws:username}`, `${key, 'default'}`.

A text is compiled once. Without variables it becomes a `Pattern`; with variables it is filled in
for each request. The value of a variable is literal text. A variable without a value and without a
default makes the text match nothing, because no value is equal to or like a null.

Source: IAM User Guide, "IAM policy elements: Variables and tags", also for version 2008-10-17, in
which `${...}` is literal text.
"""

from collections.abc import Sequence
from typing import Final, final

from jedlik.core.iam.pattern import Part, Pattern, parts_of
from jedlik.core.iam.request import Request

_ESCAPES: Final = {"*": "*", "?": "?", "$": "$"}
_LEAST_QUOTED_CHARACTERS: Final = 2


@final
class Variable:
    """A policy variable. key: the condition key, in lower case. default: None if there is none."""

    __slots__ = ("default", "key")

    def __init__(self, key: str, default: str | None) -> None:
        self.key = key
        self.default = default


Token = str | int | Variable


@final
class Syntax:
    """What has a meaning in a text.

    ignores_case: the text and the values of variables are converted to lower case. The caller
        converts the value to match.
    """

    __slots__ = ("has_variables", "has_wildcards", "ignores_case")

    def __init__(
        self, *, has_variables: bool, has_wildcards: bool = False, ignores_case: bool = False
    ) -> None:
        self.has_variables = has_variables
        self.has_wildcards = has_wildcards
        self.ignores_case = ignores_case


@final
class Template:
    """A compiled text that matches values."""

    __slots__ = ("_fixed", "_ignores_case", "_tokens")

    def __init__(self, tokens: Sequence[Token], *, ignores_case: bool = False) -> None:
        self._tokens = tuple(tokens)
        self._ignores_case = ignores_case
        parts = [each for each in tokens if not isinstance(each, Variable)]
        self._fixed: Pattern | None = None
        if len(parts) == len(tokens):
            self._fixed = Pattern(self._in_case(parts))

    def matches(self, value: str, request: Request) -> bool:
        """Returns whether the text, filled in from the request, matches the whole value."""
        if self._fixed is not None:
            return self._fixed.matches(value)
        parts: list[Part] = []
        for token in self._tokens:
            if isinstance(token, Variable):
                found = request.one_value(token.key)
                if found is None:
                    found = token.default
                if found is None:
                    return False
                parts.append(found)
            else:
                parts.append(token)
        return Pattern(self._in_case(parts)).matches(value)

    @property
    def literal(self) -> str | None:
        """The one value that matches, None if the text has a wildcard or a variable."""
        return None if self._fixed is None else self._fixed.literal

    def _in_case(self, parts: list[Part]) -> list[Part]:
        if not self._ignores_case:
            return parts
        return [each.lower() if isinstance(each, str) else each for each in parts]


def template(text: str, syntax: Syntax) -> Template:
    """Returns the compiled form of a text."""
    return Template(tokens_of(text, syntax), ignores_case=syntax.ignores_case)


def tokens_of(text: str, syntax: Syntax) -> list[Token]:
    """Returns the literal texts, wildcards and variables of a text."""
    tokens: list[Token] = []
    at = 0
    while syntax.has_variables:
        start = text.find("${", at)
        end = text.find("}", start)
        if start < 0 or end < 0:
            break
        tokens += _outside(text[at:start], syntax)
        tokens.append(_variable(text[start + 2 : end]))
        at = end + 1
    return tokens + _outside(text[at:], syntax)


def variables_of(text: str) -> list[str]:
    """Returns the condition keys of the variables of a text, in lower case."""
    tokens = tokens_of(text, Syntax(has_variables=True))
    return [token.key for token in tokens if isinstance(token, Variable)]


def _outside(text: str, syntax: Syntax) -> list[Token]:
    """Returns the tokens of a text without variables."""
    if syntax.has_wildcards:
        return [*parts_of(text)]
    return [text] if text else []


def _variable(inside: str) -> str | Variable:
    """Returns what `${inside}` means: an escaped character or a variable."""
    if inside in _ESCAPES:
        return _ESCAPES[inside]
    key, comma, quoted = inside.partition(",")
    quoted = quoted.strip()
    is_quoted = len(quoted) >= _LEAST_QUOTED_CHARACTERS and quoted[0] == quoted[-1] == "'"
    if comma and is_quoted:
        return Variable(key.strip().lower(), quoted[1:-1])
    return Variable(inside.strip().lower(), None)
