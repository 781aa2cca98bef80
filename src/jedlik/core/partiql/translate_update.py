"""From SET and REMOVE clauses to an update of `core.expressions`."""

from typing import Final

from jedlik.core.errors import invalid
from jedlik.core.expressions.check_operands import check_operand_count, wrong_operand_count
from jedlik.core.expressions.check_paths import check_disjoint
from jedlik.core.expressions.check_text import BOOLEAN_FUNCTIONS, NOT_IN_UPDATE, UPDATE_FUNCTIONS
from jedlik.core.expressions.nodes import (
    Action,
    Add,
    Arithmetic,
    Delete,
    Function,
    Operand,
    Parsed,
    Path,
    Remove,
    Set,
    Update,
)
from jedlik.core.partiql.nodes import SetOperand
from jedlik.core.partiql.terms import (
    BINARY,
    CALL,
    MISSING,
    PARAMETER,
    PATH,
    UNARY,
    Assignment,
    Term,
)
from jedlik.core.partiql.tokens import place
from jedlik.core.partiql.translate_condition import (
    MISSING_ALONE,
    Translation,
    path_of,
    unrecognized,
)

_SET_FUNCTIONS: Final = ("set_add", "set_delete")


def update_of(
    translation: Translation, assignments: tuple[Assignment, ...]
) -> tuple[Parsed[Update], tuple[SetOperand, ...]]:
    """Returns the update, and the parameters in it that must be sets. Raises Reject."""
    actions: list[Action] = []
    set_operands: list[SetOperand] = []
    for target, value in assignments:
        path = path_of(translation.text, target)
        if value is None:
            actions.append(Remove(path))
        elif value.kind == CALL and value.token.text.lower() in _SET_FUNCTIONS:
            actions.append(_set_action(translation, path, value, set_operands))
        else:
            actions.append(Set(path, _set_value(translation, value)))
    # The service compares the paths from the last back to the first.
    check_disjoint("", [path_of(translation.text, each.path) for each in reversed(assignments)])
    root: Update = tuple(actions)
    return Parsed("", root, frozenset(), frozenset(translation.references)), tuple(set_operands)


def _set_action(
    translation: Translation, target: Path, call: Term, set_operands: list[SetOperand]
) -> Action:
    """Returns the action of a call of set_add or set_delete.

    If the second operand is a parameter, it is added to `set_operands`.
    """
    text, name = translation.text, call.token.text.upper()
    if len(call.children) != 2:
        raise invalid(f"{name} must have exactly two arguments {place(text, call.token)}")
    first, second = call.children
    if first.kind != PATH or path_of(text, first) != target:
        where = place(text, call.token)
        raise invalid(f"The first argument to {name} must equal the assignment value {where}")
    where = place(text, first.token)
    fault = f"The second argument to {name} must be a value with type SET {where}"
    if second.kind in (PATH, CALL, BINARY, UNARY):
        raise invalid(fault)
    reference = translation.reference(second)
    if second.kind == PARAMETER:
        set_operands.append(SetOperand(reference.name, fault))
    elif not translation.literals[reference.name].keys() <= {"SS", "NS", "BS"}:
        raise invalid(fault)
    return Add(target, reference) if name == "SET_ADD" else Delete(target, reference)


def _set_value(translation: Translation, term: Term) -> Operand | Arithmetic:
    if term.kind == BINARY:
        operator = term.token.text
        if operator not in ("+", "-"):
            raise invalid(f"Unsupported operator in Update Expression. Operator: {operator}")
        left, right = [_set_value(translation, each) for each in term.children]
        return Arithmetic(operator, left, right)
    return _operand(translation, term)


def _operand(translation: Translation, term: Term) -> Operand:
    if term.kind == PATH:
        return path_of(translation.text, term)
    if term.kind == CALL:
        return _function(translation, term)
    if term.kind == MISSING:
        raise invalid(MISSING_ALONE)
    if term.kind == UNARY and term.token.text != "not":
        raise wrong_operand_count("", term.token.text, 1)
    return translation.reference(term)


def _function(translation: Translation, call: Term) -> Function:
    name = call.token.text.lower()
    if name in BOOLEAN_FUNCTIONS or name == "size":
        raise invalid(NOT_IN_UPDATE + name)
    if name not in UPDATE_FUNCTIONS:
        raise unrecognized(translation.text, call)
    operands = tuple([_operand(translation, each) for each in call.children])
    check_operand_count("", name, operands)
    return Function(name, operands)
