"""Parser of UpdateExpression.

update = clause clause ...        each of SET, REMOVE, ADD, DELETE at most once, in any order
clause = SET path = value, ... | REMOVE path, ... | ADD path :value, ... | DELETE path :value, ...
value  = operand | operand + operand | operand - operand | "(" value ")"
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from jedlik.core.expressions.check_text import (
    check_operator_count,
    check_path,
    check_set_value,
)
from jedlik.core.expressions.nodes import (
    Action,
    Add,
    Arithmetic,
    Delete,
    Operand,
    Parsed,
    Remove,
    Set,
    Update,
)
from jedlik.core.expressions.tokens import (
    END,
    MAX_CACHED_CHARACTERS,
    Reader,
    checked_text,
)

_KIND: Final = "UpdateExpression"


def parse(text: str) -> Parsed[Update]:
    """Returns the actions of an update. Raises Reject if the text alone is wrong."""
    if len(text) <= MAX_CACHED_CHARACTERS:
        return _parse_cached(text)
    return _parse(text)


def _parse(text: str) -> Parsed[Update]:
    reader = Reader(checked_text(text, _KIND), _KIND)
    clauses: list[tuple[str, list[Action]]] = []
    while True:
        read = _ACTIONS.get(reader.token.kind)
        if read is None:
            reader.syntax_error()
        name = reader.advance().kind
        actions = [read(reader)]
        while reader.accept(","):
            actions.append(read(reader))
        clauses.append((name, actions))
        if reader.token.kind == END:
            break
    _check_clauses(reader, clauses)
    update = tuple(action for _, actions in clauses for action in actions)
    return Parsed(_KIND, update, frozenset(reader.names), frozenset(reader.values))


_parse_cached = lru_cache(maxsize=1024)(_parse)


def _set(reader: Reader) -> Action:
    path = reader.path()
    reader.expect("=")
    return Set(path, _value(reader))


def _remove(reader: Reader) -> Action:
    return Remove(reader.path())


def _add(reader: Reader) -> Action:
    return Add(reader.path(), reader.value())


def _delete(reader: Reader) -> Action:
    return Delete(reader.path(), reader.value())


_ACTIONS: Final[dict[str, Callable[[Reader], Action]]] = {
    "SET": _set,
    "REMOVE": _remove,
    "ADD": _add,
    "DELETE": _delete,
}


def _value(reader: Reader) -> Operand | Arithmetic:
    """Reads the right side of a SET. A parenthesis may enclose an operand or the whole value."""
    opened = 0
    while reader.accept("("):
        opened += 1
    value: Operand | Arithmetic = reader.operand()
    grouped = False
    while True:
        if opened and reader.token.kind == ")":
            if grouped:
                reader.redundant_parentheses()
            reader.advance()
            opened -= 1
            grouped = True
        elif reader.token.kind in {"+", "-"} and not isinstance(value, Arithmetic):
            value = Arithmetic(reader.advance().kind, value, reader.operand())
            grouped = False
        elif opened:
            reader.syntax_error()
        else:
            return value


def _check_clauses(reader: Reader, clauses: list[tuple[str, list[Action]]]) -> None:
    """Checks the rules of the text, then that each clause occurs once.

    Clauses with the same name are checked together, in the order of their first occurrence.
    """
    operators = 0
    for name in dict.fromkeys(name for name, _ in clauses):
        same = [actions for clause_name, actions in clauses if clause_name == name]
        for action in (action for actions in same for action in actions):
            check_path(reader, action.path)
            if isinstance(action, Set):
                operators += check_set_value(reader, action.value)
        if len(same) > 1:
            reader.reject(f'The "{name}" section can only be used once in an update expression;')
    check_operator_count(reader, operators)
