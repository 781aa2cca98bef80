"""The lexer of PartiQL statements, and the positions of tokens as error texts show them.

Sources of the grammar: the specification of PartiQL and its open source lexer. Source of what the
service refuses, and of the texts: recorded answers, October 2026.
"""

import re
from typing import Final, NamedTuple

from jedlik.core.errors import Reject, invalid
from jedlik.core.partiql.ion import ion_type
from jedlik.core.partiql.keywords import KEYWORDS

NAME: Final = "name"
QUOTED: Final = "quoted"
STRING: Final = "string"
NUMBER: Final = "number"
ION: Final = "ion"
KEYWORD: Final = "keyword"
END: Final = "end"

_NOT_WELL_FORMED: Final = "Statement wasn't well formed, can't be processed: "
_TOKEN: Final = re.compile(
    r"""(?:[\t-\r ]+|--[^\r\n]*|/\*.*?\*/)*+(?:
        (?P<number>(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]+|(?![eE])))
      | (?P<word>[A-Za-z_$][A-Za-z0-9_$]*)
      | (?P<quoted>"(?:[^"]|"")*")
      | (?P<string>'(?:[^']|'')*')
      | (?P<ion>`[^`]*`)
      | (?P<sign><<|>>|<=|>=|<>|!=|\|\||/(?!\*)|[=<>()\[\]{},.:;?*+\-%@])
      | (?P<end>\Z)
    )""",
    re.VERBOSE | re.DOTALL,
)
_LINE_END: Final = re.compile("\r\n|\r|\n")


class Token(NamedTuple):
    """One token: its kind, its text, and its start and end in the statement.

    kind: a constant above, or the sign itself. text: names and strings are without quotes, keywords
    are in lower case.
    """

    kind: str
    text: str
    start: int
    end: int


def not_well_formed(detail: str) -> Reject:
    """Returns the error for a statement that does not fit the grammar."""
    return invalid(_NOT_WELL_FORMED + detail)


def place(statement: str, token: Token) -> str:
    """Returns a token's position as error texts show it: `at line:column:length`, from 1."""
    lines = _LINE_END.split(statement[: token.start])
    return f"at {len(lines)}:{len(lines[-1]) + 1}:{token.end - token.start}"


def tokenize(statement: str) -> list[Token]:
    """Returns the tokens of a statement, followed by END. Raises Reject if a part is no token."""
    tokens: list[Token] = []
    position = 0
    while True:
        match = _TOKEN.match(statement, position)
        if match is None:
            raise not_well_formed("")
        group = match.lastgroup
        assert group is not None
        start, position = match.span(group)
        text = match[group]
        if group == "word":
            lower = text.lower()
            group, text = (KEYWORD, lower) if lower in KEYWORDS else (NAME, text)
        elif group in (QUOTED, STRING):
            quote = text[0]
            text = text[1:-1].replace(quote * 2, quote)
        elif group == "sign":
            group = text
        elif group == NUMBER:
            _check_scale(text)
        elif group == ION and ion_type(text[1:-1]) is None:
            raise not_well_formed("")
        tokens.append(Token(group, text, start, position))
        if group == END:
            return tokens


def _check_scale(number: str) -> None:
    """Raises Reject if the exponent or the scale of a number does not fit in 32 bits.

    The scale is the number of digits after the point minus the exponent.
    """
    digits, _, exponent = number.lower().partition("e")
    if not exponent:
        return
    if len(exponent) > 12:
        raise not_well_formed("")
    scale = len(digits.partition(".")[2]) - int(exponent)
    if not -(2**31) <= int(exponent) < 2**31 or not -(2**31) <= scale < 2**31:
        raise not_well_formed("")
