"""The lexer of all five kinds of expression, and the reader of tokens that the parsers share.

`Reader` parses what all grammars have in common: paths, operands and calls. Open parentheses are
stored in a list and not on the interpreter's stack, because 4096 bytes can contain 4096 of them.

Sources of this grammar and of the parsers' grammars: Tokens.g4 and DynamoDbGrammar.g4, which Amazon
publishes with its DAX client for JavaScript. Source of the error texts: recorded answers, October
2026.
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

# A longer text is rarely sent twice, and its cached tree takes about 40 times its size.
MAX_CACHED_CHARACTERS: Final = 1024

NAME: Final = "name"
ALIAS: Final = "#"
VALUE: Final = ":"
INDEX: Final = "index"
BAD: Final = "bad"
END: Final = "<EOF>"

# A keyword of one grammar is a keyword in all. A name starts with a letter, not with a digit or an
# underscore.
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
    """One token. `kind` is one of the constants above, an upper-case keyword, or punctuation."""

    kind: str
    text: str
    start: int
    end: int


class _OpenCall(NamedTuple):
    """A call whose closing parenthesis has not been read. None means a plain parenthesis."""

    name: str
    operands: list[Operand]


def checked_text(text: str, kind: str) -> str:
    """Returns `text` unchanged. Raises Reject if it is empty or too long for an expression."""
    if not text:
        raise expression_invalid(kind, "The expression can not be empty;")
    check_size(text, kind)
    return text


def check_size(text: str, kind: str, *, is_shown: bool = False) -> None:
    """Raises Reject if `text` is too long for an expression.

    is_shown: whether the error shows the size. That of the older layer does, about the filter of
    Scan and the condition of an action of a transaction (recorded; dynoxide's captures, October
    2026).
    """
    if len(text) * 4 > limits.EXPRESSION_BYTES:
        size_bytes = len(text.encode())
        if size_bytes > limits.EXPRESSION_BYTES:
            figure = f" expression size: {size_bytes}" if is_shown else ""
            message = "Expression size has exceeded the maximum allowed size;"
            raise expression_invalid(kind, message + figure)


def expression_invalid(kind: str, message: str) -> Reject:
    """Returns an error that begins with the parameter's name. `kind`: that name, or ""."""
    return invalid(f"Invalid {kind}: {message}" if kind else message)


def tokenize(text: str) -> list[Token]:
    """Returns the tokens of `text`, followed by END. BAD: a character that starts no token."""
    tokens = []
    position = 0
    kind = ""
    while kind != END:
        match = _TOKEN.match(text, position)
        assert match is not None  # the last two alternatives match anything
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
    """A position in the tokens of one expression, and the references read so far."""

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
        """Moves to the next token and returns the previous one."""
        token = self.token
        self._at += 1
        self.token = self._tokens[self._at]
        return token

    def accept(self, kind: str) -> bool:
        """Moves to the next token if this one is of `kind`. Returns whether it was."""
        if self.token.kind != kind:
            return False
        self.advance()
        return True

    def expect(self, kind: str) -> Token:
        """Moves to the next token and returns this one. Raises Reject if it is not of `kind`."""
        if self.token.kind != kind:
            self.syntax_error()
        return self.advance()

    def syntax_error(self) -> NoReturn:
        """Raises Reject with the current token and the text near it: one token on either side."""
        tokens, at = self._tokens, self._at
        start = tokens[at - 1].start if at else 0
        end = tokens[min(at + 1, len(tokens) - 1)].end
        near = self._text[start:end]
        self.reject(f'Syntax error; token: "{self.token.text}", near: "{near}"')

    def redundant_parentheses(self) -> NoReturn:
        """Raises Reject for two pairs of parentheses directly around the same thing."""
        self.reject("The expression has redundant parentheses;")

    def reject(self, message: str) -> NoReturn:
        """Raises Reject with this message."""
        raise expression_invalid(self.kind, message)

    def path(self) -> Path | PathReference:
        """Reads a document path: a name or alias, then steps such as `.name` and `[index]`."""
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
        """Reads a `:value`."""
        name = self.expect(VALUE).text
        self.values.add(name)
        return ValueReference(name)

    def operand(self) -> Operand:
        """Reads a path, a value or a call, in at most one pair of parentheses."""
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
        """Reads a list of at least one operand in parentheses."""
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
