"""Parser of the expressions in a statement: precedence climbing over its tokens.

From loosest to tightest binding: OR; AND; NOT; = <> != IS IN; < <= > >= BETWEEN LIKE; ||; + -; * /
%. If several errors are possible, the first token that does not fit is reported, as in the
service's parser.

Source of the texts: recorded answers, October 2026. Those about CASE, subqueries and steps after
any term: dynoxide-rs 3.2.0, tests/partiql_number_literals.rs (recorded in us-east-1, 2026-10-09).
"""

from collections.abc import Callable
from typing import Final

from jedlik.core.partiql.keywords import (
    AGGREGATES,
    CALLABLE,
    NO_STEPS,
    SIZED_TYPES,
    TYPES,
    UNSUPPORTED_TYPES,
)
from jedlik.core.partiql.terms import (
    BAG,
    BINARY,
    BOOLEAN,
    CALL,
    CAST,
    IS,
    LIST,
    MISSING,
    NULL,
    PARAMETER,
    PATH,
    SEARCHED_CASE,
    SIMPLE_CASE,
    STAR,
    STRUCT,
    SUBQUERY,
    TERNARY,
    UNARY,
    VALUE_PATH,
    Term,
)
from jedlik.core.partiql.tokens import (
    END,
    ION,
    KEYWORD,
    NAME,
    NUMBER,
    QUOTED,
    STRING,
    Token,
    not_well_formed,
    tokenize,
)

# The deepest nesting of terms. It bounds the recursion of everything that walks the tree. A run of
# NOTs or signs is one level, but WHERE has at most 300 operators.
_LEVELS_MAX: Final = 64

_PRECEDENCE: Final = {
    **dict.fromkeys(["or"], 1),
    **dict.fromkeys(["and"], 2),
    **dict.fromkeys(["=", "<>", "!=", "is", "in"], 4),
    **dict.fromkeys(["<", "<=", ">", ">=", "between", "like"], 5),
    **dict.fromkeys(["||"], 6),
    **dict.fromkeys(["+", "-"], 7),
    **dict.fromkeys(["*", "/", "%"], 8),
}
_NOT_PRECEDENCE: Final = 3
_NEGATABLE: Final = ("in", "between", "like")
# Keywords that are operators. A term cannot begin with one.
_OPERATORS: Final = frozenset({"and", "or", "in", "is", "like", "between"})
# The service's parser, the open source one of PartiQL, gives each of these keywords its own kind of
# token.
_ALIASING: Final = frozenset({"as", "at", "by"})
_SIGNS: Final = frozenset({"@"}.union(_PRECEDENCE).difference({STAR}))
_CLOSING_NAME: Final = {")": "RIGHT_PAREN", "]": "RIGHT_BRACKET", "}": "RIGHT_CURLY", ":": "COLON"}
_CLOSING_NAME[">>"] = "RIGHT_DOUBLE_ANGLE_BRACKET"
_ATOMS: Final = (STRING, NUMBER, ION)
_WORDS: Final = {"true": BOOLEAN, "false": BOOLEAN, "null": NULL, "missing": MISSING}


class TermReader:
    """A position in the tokens of a statement.

    read_select: reads the rest of a subquery after its SELECT.
    """

    def __init__(self, statement: str, read_select: Callable[["TermReader"], object]) -> None:
        self.statement = statement
        self._read_select = read_select
        self._tokens = tokenize(statement)
        self._at = 0
        self._levels = 0
        self._parameters = 0
        self.token = self._tokens[0]

    def advance(self) -> Token:
        """Moves to the next token and returns the previous one."""
        token = self.token
        if token.kind != END:
            self._at += 1
            self.token = self._tokens[self._at]
        return token

    def following(self) -> Token:
        """Returns the token after the current one."""
        return self._tokens[min(self._at + 1, len(self._tokens) - 1)]

    def accept(self, kind: str) -> bool:
        """Moves on if the token is the sign `kind`. Returns whether it was."""
        if self.token.kind != kind:
            return False
        self.advance()
        return True

    def is_word(self, word: str) -> bool:
        """Returns whether the token is the keyword or name `word`."""
        return self.token.kind in (KEYWORD, NAME) and self.token.text.lower() == word

    def accept_word(self, word: str) -> bool:
        """Moves on if the token is the keyword or name `word`. Returns whether it was."""
        if not self.is_word(word):
            return False
        self.advance()
        return True

    def expect(self, kind: str) -> None:
        """Moves on if the token is the sign `kind`. Raises Reject if it is not."""
        if not self.accept(kind):
            raise not_well_formed(f"Expected {_CLOSING_NAME[kind]}")

    def _expect_word(self, word: str) -> None:
        if not self.accept_word(word):
            raise not_well_formed(f"Expected {word.upper()} keyword")

    def expression(self, precedence: int = 0) -> Term:
        """Reads a term and the operators after it that bind more tightly than `precedence`."""
        self._levels += 1
        if self._levels > _LEVELS_MAX:
            raise not_well_formed("")
        left = self._unary()
        while True:
            operator, negated = self._infix()
            if operator is None or _PRECEDENCE[operator.text] <= precedence:
                break
            if negated:
                self.advance()
            self.advance()
            left = self._right_of(left, operator)
            if negated is not None:
                left = Term(UNARY, negated, (left,))
        self._levels -= 1
        return left

    def simple_path(self) -> Term:
        """Reads a path that begins with a name: the target of a statement or an assignment."""
        if self.token.kind not in (NAME, QUOTED):
            raise not_well_formed("Expected identifier for simple path")
        return self._path(self.advance())

    def _infix(self) -> tuple[Token | None, Token | None]:
        """Returns the infix operator at this position, and the NOT before it."""
        token = self.token
        if token.kind == KEYWORD and token.text == "not":
            operator = self.following()
            if operator.kind == KEYWORD and operator.text in _NEGATABLE:
                return operator, token
            return None, None
        text = token.text
        if text in _PRECEDENCE and token.kind in (KEYWORD, text):
            return token, None
        return None, None

    def _right_of(self, left: Term, operator: Token) -> Term:
        """Returns the term of an infix operator that was read, with `left` as its left side."""
        name = operator.text
        if name == "is":
            return self._is(left, operator)
        if self.token.kind == END:
            raise not_well_formed("Missing right-hand side expression of infix operator")
        if name == "in" and self.token.kind == "(":
            opening = self.advance()
            candidates = Term(LIST, opening, self._list(")"))
            return Term(BINARY, operator, (left, candidates))
        right = self.expression(_PRECEDENCE[name])
        if name == "like" and self.accept_word("escape"):
            self.expression(_PRECEDENCE[name])  # the service never executes LIKE
        if name != "between":
            return Term(BINARY, operator, (left, right))
        self._expect_word("and")
        if self.token.kind == END:
            raise not_well_formed("Expected expression after AND")
        return Term(TERNARY, operator, (left, right, self.expression(_PRECEDENCE[name])))

    def _is(self, left: Term, operator: Token) -> Term:
        before = self.token
        negated = before if self.accept_word("not") else None
        term = Term(IS, operator._replace(text=self._type_name()), (left,))
        return term if negated is None else Term(UNARY, negated, (term,))

    def _type_name(self) -> str:
        """Reads the name of a type, and skips its sizes."""
        token = self.advance()
        name = token.text.lower()
        both = f"{name} {self.token.text.lower()}"
        if both in UNSUPPORTED_TYPES:
            self.advance()
            name = both
        is_type = name in TYPES or name in UNSUPPORTED_TYPES
        if token.kind not in (KEYWORD, NAME) or not is_type:
            raise not_well_formed("Expected type name")
        if name in SIZED_TYPES and self.accept("("):
            self._list(")")
        return name

    def _unary(self) -> Term:
        # The service reads a run of NOTs or signs of any length (recorded: 1,020 NOTs are too many
        # operators, not too many levels).
        run: list[Token] = []
        if self.is_word("not"):
            while self.is_word("not"):
                run.append(self.advance())
            term = self.expression(_NOT_PRECEDENCE)
            for each in reversed(run):
                term = Term(UNARY, each, (term,))
            return term
        while self.token.kind in ("+", "-"):
            run.append(self.advance())
        if not run:
            return self._path_term()
        term = self._unary()
        for each in reversed(run):
            term = _signed(each, term)
        return term

    def _path_term(self) -> Term:
        token = self.token
        is_name = token.kind in (NAME, QUOTED)
        if is_name and self.following().kind != "(":
            return self._path(self.advance())
        if token.kind == "@" and self.following().kind in (NAME, QUOTED):
            self.advance()
            return self._path(self.advance())
        term = self._call(self.advance()) if is_name else self._term()
        if self._path(token).children:
            return Term(VALUE_PATH, token._replace(text="PATH"))
        return term

    def _path(self, name: Token) -> Term:
        """Reads the steps of a path after its name."""
        steps: list[Term] = []
        while True:
            if self.accept("."):
                token = self.advance()
                is_word = token.kind == NAME and token.text.lower() not in NO_STEPS
                if not is_word and token.kind not in (QUOTED, STAR):
                    raise not_well_formed("Invalid path dot component")
                steps.append(Term(token.kind if token.kind == STAR else NAME, token))
            elif self.accept("["):
                is_star = self.token.kind == STAR
                steps.append(Term(STAR, self.advance()) if is_star else self.expression())
                self.expect("]")
            else:
                return Term(PATH, name, tuple(steps))

    def _term(self) -> Term:
        token = self.token
        kind = token.kind
        if kind in _ATOMS:
            return Term(kind, self.advance())
        if kind == PARAMETER:
            self._parameters += 1
            return Term(kind, self.advance()._replace(text=str(self._parameters)))
        if kind == KEYWORD:
            return self._keyword_term()
        if kind == "(":
            self.advance()
            group = self._list(")")
            if not group:
                raise not_well_formed("Expression group cannot be empty")
            return group[0] if len(group) == 1 else Term(LIST, token, group)
        if kind == "[":
            self.advance()
            return Term(LIST, token, self._list("]"))
        if kind == "<<":
            self.advance()
            return Term(BAG, token, self._list(">>"))
        if kind == "{":
            self.advance()
            return Term(STRUCT, token, self._members())
        if kind in _SIGNS:
            raise not_well_formed("Unexpected operator")
        raise not_well_formed("Unexpected term")

    def _keyword_term(self) -> Term:
        token = self.token
        word = token.text
        if word in _WORDS:
            return Term(_WORDS[word], self.advance())
        if word in _OPERATORS:
            raise not_well_formed("Unexpected operator")
        if word in _ALIASING:
            raise not_well_formed("Unexpected term")
        if word == "case":
            return self._case()
        if word == "select":
            self.advance()
            self._read_select(self)
            return Term(SUBQUERY, token._replace(text="SELECT"))
        if word == "from":
            # This is a statement inside an expression. SET or REMOVE never follows its FROM.
            self.advance()
            self.expression()
            raise not_well_formed("Expected data manipulation")
        if word in CALLABLE and self.following().kind == "(":
            self.advance()
            return self._call(token)
        raise not_well_formed("Unexpected keyword")

    def _case(self) -> Term:
        """Skips CASE ... END."""
        token = self.advance()._replace(text="CASE")
        kind = SEARCHED_CASE if self.is_word("when") else SIMPLE_CASE
        if kind == SIMPLE_CASE:
            self.expression()
        if not self.is_word("when"):
            raise not_well_formed("Expected a WHEN clause in CASE")
        while self.accept_word("when"):
            self.expression()
            self._expect_word("then")
            self.expression()
        if self.accept_word("else"):
            self.expression()
        self._expect_word("end")
        return Term(kind, token)

    def _call(self, name: Token) -> Term:
        opening = self.token
        self.expect("(")
        if name.text.lower() == "cast":
            return self._cast(opening)
        if self.token.kind == STAR:
            star = Term(STAR, self.advance())
            self.expect(")")
            return Term(CALL, name, (star,))
        if name.kind == KEYWORD and name.text in AGGREGATES and not self.accept_word("distinct"):
            self.accept_word("all")
        return Term(CALL, name, self._list(")"))

    def _cast(self, opening: Token) -> Term:
        """Skips the rest of CAST(value AS type)."""
        self.expression()
        if not self.accept_word("as"):
            raise not_well_formed("Expected AS")
        self.advance()
        self.expect(")")
        return Term(CAST, opening._replace(text="cast"))

    def _list(self, closing: str) -> tuple[Term, ...]:
        """Reads terms up to and including a closing sign."""
        if self.accept(closing):
            return ()
        terms = [self.expression()]
        while self.accept(","):
            terms.append(self.expression())
        self.expect(closing)
        return tuple(terms)

    def _members(self) -> tuple[Term, ...]:
        """Reads keys and values in turn, up to and including the closing brace."""
        if self.accept("}"):
            return ()
        terms: list[Term] = []
        while True:
            terms.append(self.expression())
            self.expect(":")
            terms.append(self.expression())
            if not self.accept(","):
                self.expect("}")
                return tuple(terms)


def _signed(sign: Token, term: Term) -> Term:
    """Returns a term after a sign. The text of a number takes the sign."""
    if term.kind != NUMBER:
        return Term(UNARY, sign, (term,))
    text = term.token.text
    if sign.kind == "-":
        text = text[1:] if text[0] == "-" else "-" + text
    return Term(NUMBER, term.token._replace(text=text))
