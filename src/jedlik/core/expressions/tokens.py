"""The lexer of all five kinds of expression, and a reader of tokens that parsers share.

What all grammars share, paths, operands and calls, is read here. Nesting is kept on a list and not
on the interpreter's stack, since 4096 bytes can hold 4096 parentheses.

Source of this grammar and of the parsers': Tokens.g4 and DynamoDbGrammar.g4, which Amazon publishes
with its DAX client for JavaScript; the wording of errors: recorded answers, October 2026.
"""

import re
from typing import Final, NamedTuple, NoReturn

from jedlik.core import limits
from jedlik.core.errors import Reject, invalid
from jedlik.core.expressions.nodes import (
    Element,
    Function,
    Operand,
    Path,
    PathReference,
    ValueReference,
)

# Longer texts are rarely sent twice; a cached tree is ~40 times them.
MAX_CACHED_CHARACTERS: Final = 1024

NAME: Final = "name"
ALIAS: Final = "#"
VALUE: Final = ":"
INDEX: Final = "index"
BAD: Final = "bad"
END: Final = "<EOF>"

# A keyword of one grammar is a keyword in all; a letter starts a name, not a digit or underscore.
_KEYWORDS: Final = frozenset(
    {"SET", "REMOVE", "ADD", "DELETE", "AND", "OR", "NOT", "BETWEEN", "IN"}
)
_TOKEN: Final = re.compile(
    r"""[ \t\r\n]*(?:
        (?P<name>[A-Za-z][A-Za-z0-9_]*)
      | (?P<reference>[#:][A-Za-z0-9_]+)
      | (?P<index>0|[1-9][0-9]*)
      | (?P<punctuation><>|<=|>=|[=<>()\[\],.+\-])
      | (?P<end>\Z)
      | (?P<bad>.)
    )""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A token. `kind` is one of the constants above, an upper-case keyword, or punctuation."""

    kind: str
    text: str
    start: int
    end: int


class _OpenCall(NamedTuple):
    """A call whose closing parenthesis is still to come; None stands for a mere parenthesis."""

    name: str
    operands: list[Operand]


def checked_text(text: str, kind: str) -> str:
    """`text`, if its size is that of an expression; else raises Reject."""
    if not text:
        raise expression_invalid(kind, "The expression can not be empty;")
    if len(text) * 4 > limits.EXPRESSION_BYTES:
        size_bytes = len(text.encode())
        if size_bytes > limits.EXPRESSION_BYTES:
            # Recorded without the figure for updates, with it for conditions.
            figure = "" if kind == "UpdateExpression" else f" expression size: {size_bytes}"
            message = "Expression size has exceeded the maximum allowed size;"
            raise expression_invalid(kind, message + figure)
    return text


def expression_invalid(kind: str, message: str) -> Reject:
    """The error that opens with the name of the parameter, if `kind` is one."""
    return invalid(f"Invalid {kind}: {message}" if kind else message)


def tokenize(text: str) -> list[Token]:
    """The tokens of `text`, END last; a character no token begins with is a BAD token."""
    tokens = []
    position = 0
    kind = ""
    while kind != END:
        match = _TOKEN.match(text, position)
        assert match is not None  # the last two alternatives take whatever is left
        group = match.lastgroup
        assert group is not None
        start, position = match.span(group)
        lexeme = match[group]
        kind = group
        if group == "name" and lexeme.upper() in _KEYWORDS:
            kind = lexeme.upper()
        elif group == "reference":
            kind = lexeme[0]
        elif group == "punctuation":
            kind = lexeme
        elif group == "end":
            kind = lexeme = END
        tokens.append(Token(kind, lexeme, start, position))
    return tokens


class Reader:
    """A position in the tokens of one expression, and the references met so far."""

    __slots__ = ("_at", "_text", "_tokens", "kind", "names", "token", "values")

    def __init__(self, text: str, kind: str) -> None:
        self.kind = kind
        self.names: set[str] = set()
        self.values: set[str] = set()
        self._text = text
        self._tokens = tokenize(text)
        self._at = 0
        self.token = self._tokens[0]

    def advance(self) -> Token:
        """Go to the next token; returns the one left behind."""
        token = self.token
        self._at += 1
        self.token = self._tokens[self._at]
        return token

    def accept(self, kind: str) -> bool:
        """Go on if the token is of `kind`."""
        if self.token.kind != kind:
            return False
        self.advance()
        return True

    def expect(self, kind: str) -> Token:
        """Go on if the token is of `kind`, else refuse the expression."""
        if self.token.kind != kind:
            self.syntax_error()
        return self.advance()

    def syntax_error(self) -> NoReturn:
        """Refuse the expression at the token: its text, and the text one token to either side."""
        tokens, at = self._tokens, self._at
        start = tokens[at - 1].start if at else 0
        end = tokens[min(at + 1, len(tokens) - 1)].end
        near = self._text[start:end]
        self.reject(f'Syntax error; token: "{self.token.text}", near: "{near}"')

    def redundant_parentheses(self) -> NoReturn:
        """Refuse two parentheses straight around the same thing."""
        self.reject("The expression has redundant parentheses;")

    def reject(self, message: str) -> NoReturn:
        """Refuse the expression."""
        raise expression_invalid(self.kind, message)

    def path(self) -> Path | PathReference:
        """A document path: a name or alias, then `.name` and `[index]` steps."""
        elements: list[Element] = [self._name()]
        while True:
            if self.accept("."):
                elements.append(self._name())
            elif self.accept("["):
                elements.append(int(self.expect(INDEX).text))
                self.expect("]")
            else:
                break
        for element in elements:
            if isinstance(element, str) and element[0] == ALIAS:
                break
        else:
            if len(elements) <= limits.PATH_ELEMENTS:
                name, *steps = elements
                assert isinstance(name, str)
                return Path(name, tuple(steps))
        return PathReference(tuple(elements))

    def value(self) -> ValueReference:
        """A `:value`."""
        name = self.expect(VALUE).text
        self.values.add(name)
        return ValueReference(name)

    def operand(self) -> Operand:
        """A path, a value or a call, in at most one pair of parentheses."""
        open_calls: list[_OpenCall | None] = []
        while True:
            if self.accept("("):
                open_calls.append(None)
                continue
            if self.token.kind == NAME and self._tokens[self._at + 1].kind == "(":
                open_calls.append(_OpenCall(self.advance().text, []))
                self.advance()
                continue
            operand: Operand = self.value() if self.token.kind == VALUE else self.path()
            grouped = False
            while open_calls:
                call = open_calls[-1]
                if call is None:
                    if self.token.kind == ")" and grouped:
                        self.redundant_parentheses()
                    self.expect(")")
                    grouped = True
                else:
                    call.operands.append(operand)
                    if self.accept(","):
                        break
                    self.expect(")")
                    operand = Function(call.name, tuple(call.operands))
                    grouped = False
                open_calls.pop()
            else:
                return operand

    def operands(self) -> tuple[Operand, ...]:
        """Operands in parentheses, one at least."""
        self.expect("(")
        operands = [self.operand()]
        while self.accept(","):
            operands.append(self.operand())
        self.expect(")")
        return tuple(operands)

    def _name(self) -> str:
        token = self.token
        if token.kind == ALIAS:
            self.names.add(token.text)
        elif token.kind != NAME:
            self.syntax_error()
        return self.advance().text
