"""Parser of ConditionExpression, FilterExpression and KeyConditionExpression.

    condition  = condition OR condition | condition AND condition | NOT condition
               | "(" condition ")" | comparison | call
    comparison = operand (= <> < <= > >=) operand | operand BETWEEN operand AND operand
               | operand IN "(" operand, ... ")"

NOT binds more tightly than AND, and AND more tightly than OR. Everything that is not complete (NOT,
AND, OR, a parenthesis) is stored in a list as a stack. A parenthesis where a condition may begin is
first read as the start of a condition. If it contains only an operand, that operand becomes the
left side of a comparison: `(a) = (b)`.
"""

from functools import lru_cache
from typing import Final
from typing import Literal as OneOf

from jedlik.core.expressions.check_text import check_condition
from jedlik.core.expressions.nodes import (
    And,
    Between,
    Comparison,
    Condition,
    Function,
    In,
    Not,
    Operand,
    Or,
    Parsed,
)
from jedlik.core.expressions.tokens import (
    END,
    MAX_CACHED_CHARACTERS,
    Reader,
    checked_text,
)

ConditionKind = OneOf[
    "ConditionExpression",
    "FilterExpression",
    "KeyConditionExpression",
    "SearchConditionExpression",
]

_COMPARATORS: Final = frozenset({"=", "<>", "<", "<=", ">", ">="})


class _Open:
    """Something that needs a condition on its right: "NOT", "(", "AND" or "OR".

    conditions: the conditions on its left, for AND and OR.
    """

    __slots__ = ("conditions", "kind")

    def __init__(self, kind: str, conditions: list[Condition]) -> None:
        self.kind = kind
        self.conditions = conditions


def parse(text: str, kind: ConditionKind) -> Parsed[Condition]:
    """Returns the tree of a condition. Raises Reject if the text alone is wrong."""
    if len(text) <= MAX_CACHED_CHARACTERS:
        return _parse_cached(text, kind)
    return _parse(text, kind)


def _parse(text: str, kind: ConditionKind) -> Parsed[Condition]:
    reader = Reader(checked_text(text, kind), kind)
    root = _condition(reader)
    check_condition(reader, root)
    return Parsed(kind, root, frozenset(reader.names), frozenset(reader.values))


_parse_cached = lru_cache(maxsize=1024)(_parse)


def _condition(reader: Reader) -> Condition:
    """Reads the whole expression, including END."""
    stack: list[_Open] = []
    while True:
        condition, grouped = _begin(reader, stack)
        done = _combine(reader, stack, condition, grouped=grouped)
        if done is not None:
            return done


def _begin(reader: Reader, stack: list[_Open]) -> tuple[Condition, bool]:
    """Reads what opens before a condition, and that condition if it is a comparison or a call.

    Returns the condition and whether it alone is in parentheses.
    """
    while True:
        if reader.accept("NOT"):
            stack.append(_Open("NOT", []))
        elif reader.accept("("):
            stack.append(_Open("(", []))
        else:
            break
    operand = reader.operand()
    grouped = False
    while reader.token.kind == ")" and stack and stack[-1].kind == "(":
        if grouped:
            reader.redundant_parentheses()
        reader.advance()
        stack.pop()
        grouped = True
    comparison = _comparison(reader, operand)
    if comparison is not None:
        return comparison, False
    if not isinstance(operand, Function):
        reader.syntax_error()
    return operand, grouped


def _comparison(reader: Reader, left: Operand) -> Condition | None:
    """Reads the rest of a comparison after its left operand. Returns None if none follows."""
    operator = reader.token.kind
    if operator in _COMPARATORS:
        reader.advance()
        return Comparison(operator, left, reader.operand())
    if reader.accept("BETWEEN"):
        lower = reader.operand()
        reader.expect("AND")
        return Between(left, lower, reader.operand())
    if reader.accept("IN"):
        return In(left, reader.operands())
    return None


def _combine(
    reader: Reader, stack: list[_Open], condition: Condition, *, grouped: bool
) -> Condition | None:
    """Completes everything that `condition` completes.

    Returns None if another condition must follow, else the whole condition.
    """
    while True:
        following = reader.token.kind
        top = stack[-1] if stack else None
        if top is not None and top.kind == "NOT":
            stack.pop()
            condition, grouped = Not(condition), False
        elif following == "AND":
            _join(stack, "AND", condition)
            reader.advance()
            return None
        elif top is not None and top.kind == "AND":
            stack.pop()
            condition, grouped = And((*top.conditions, condition)), False
        elif following == "OR":
            _join(stack, "OR", condition)
            reader.advance()
            return None
        elif top is not None and top.kind == "OR":
            stack.pop()
            condition, grouped = Or((*top.conditions, condition)), False
        elif top is not None and following == ")":
            if grouped:
                reader.redundant_parentheses()
            reader.advance()
            stack.pop()
            grouped = True
        elif top is None and following == END:
            return condition
        else:
            reader.syntax_error()


def _join(stack: list[_Open], kind: str, condition: Condition) -> None:
    """Adds `condition` to the AND or OR on top of the stack, or pushes a new one with it."""
    if stack and stack[-1].kind == kind:
        stack[-1].conditions.append(condition)
    else:
        stack.append(_Open(kind, [condition]))
