"""Rules about operands that need no item.

A `:value` has a known type, and so has `size`: it is a number. The type of a path is known only
with an item. A path of a wrong type makes a condition false and is no error.

Sources: dynalite test/scan.js, test/updateItem.js; Alternator test_condition_expression.py,
test_update_expression.py; recorded answers, October 2026.
"""

from collections.abc import Container, Sequence
from typing import Final

from jedlik.core import limits
from jedlik.core.errors import Reject
from jedlik.core.expressions.check_paths import path_text
from jedlik.core.expressions.nodes import (
    Action,
    Add,
    Arithmetic,
    Between,
    Comparison,
    Delete,
    Function,
    In,
    Literal,
    Operand,
    Path,
    Set,
)
from jedlik.core.expressions.tokens import expression_invalid
from jedlik.core.types.attribute_value import AttributeValue
from jedlik.core.types.base64 import decoded_bytes
from jedlik.core.types.echo import clipped
from jedlik.core.types.value import compare

_OPERAND_COUNT: Final = {
    "attribute_exists": 1,
    "attribute_not_exists": 1,
    "attribute_type": 2,
    "begins_with": 2,
    "contains": 2,
    "size": 1,
    "if_not_exists": 2,
    "list_append": 2,
}
_NEEDS_PATH: Final = frozenset({"attribute_exists", "attribute_not_exists", "if_not_exists"})

TYPES: Final = frozenset({"S", "N", "B", "SS", "NS", "BS", "M", "L", "BOOL", "NULL"})
_ORDERED: Final = frozenset({"S", "N", "B"})
_SETS: Final = frozenset({"SS", "NS", "BS"})
_OPERAND_TYPES: Final[dict[str, Container[str]]] = {
    "begins_with": frozenset({"S", "B"}),
    "size": TYPES - {"N", "BOOL", "NULL"},
    "list_append": frozenset({"L"}),
    "+": frozenset({"N"}),
    "-": frozenset({"N"}),
    "<": _ORDERED,
    "<=": _ORDERED,
    ">": _ORDERED,
    ">=": _ORDERED,
    "BETWEEN": _ORDERED,
}

# The service lists these from hash sets. This order is one that it was seen to use.
_ANY_TYPE: Final = "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"
_VALID_TYPES: Final = "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}"
# The same for statements (dynoxide's captures, October 2026).
_ANY_TYPE_OF_STATEMENTS: Final = (
    "{S,HDS,N,FS,BS,NULL,DOUBLE,NS,DECIMAL,SS,DECIMALSET,BOOL,HD,DICT,INTSET,M,L,B,FLOAT,INT,"
    "DOUBLESET}"
)
_VALID_TYPES_OF_STATEMENTS: Final = "{N,BS,L,B,NULL,M,S,SS,NS,BOOL}"

# Errors of ADD and DELETE use long names of some types, and both name the type set of ADD. Source:
# floci, DynamoDbAddDeleteOperandIntegrationTest (captured from the service, September 2026). How
# they write that of B: dynoxide's captures, October 2026.
_LONG_TYPES: Final = {
    "S": "STRING",
    "N": "NUMBER",
    "B": "Binary",
    "BOOL": "BOOL",
    "NULL": "NULL",
    "L": "LIST",
    "M": "MAP",
}


def check_operands(kind: str, node: Comparison | Function | Between | In) -> None:
    """Raises Reject if the operands of a condition do not fit. `kind`: the request parameter."""
    if isinstance(node, Comparison):
        _check_comparison(kind, node)
    elif isinstance(node, Function):
        _check_function(kind, node)
    elif isinstance(node, Between):
        _check_between(kind, node)
    else:
        _check_in(kind, node)


def _check_comparison(kind: str, comparison: Comparison) -> None:
    operator, left, operands = comparison.operator, comparison.left, comparison.operands
    _check_functions(kind, operands)
    if isinstance(left, Path) and left == comparison.right:
        raise _not_distinct(kind, operator, left)
    if operator in _OPERAND_TYPES:
        _check_types(kind, operator, operands)


def _check_between(kind: str, between: Between) -> None:
    """Raises Reject if the operands do not fit, or if the lower bound is above the upper bound.

    The bounds are compared only if both are values.
    """
    lower, upper, operands = between.lower, between.upper, between.operands
    _check_functions(kind, operands)
    _check_distinct(kind, "BETWEEN", between.operand, (lower, upper))
    _check_types(kind, "BETWEEN", operands)
    if not isinstance(lower, Literal) or not isinstance(upper, Literal):
        return
    if lower.value.keys() != upper.value.keys():
        fault = "The BETWEEN operator requires same data type for lower and upper bounds"
    elif compare(lower.value, upper.value) > 0:
        fault = (
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound"
        )
    else:
        return
    lower_text, upper_text = _bound_text(kind, lower.value), _bound_text(kind, upper.value)
    raise expression_invalid(
        kind,
        f"{fault}; lower bound operand: AttributeValue: {lower_text}, "
        f"upper bound operand: AttributeValue: {upper_text}",
    )


def _check_in(kind: str, membership: In) -> None:
    """Raises Reject if a candidate is the operand itself, or if there are too many candidates.

    Source of the order: dynoxide's captures of statements, October 2026.
    """
    candidates = membership.candidates
    _check_functions(kind, membership.operands)
    _check_distinct(kind, "IN", membership.operand, candidates)
    if len(candidates) > limits.IN_OPERANDS:
        raise too_many_candidates(kind, len(candidates))


def too_many_candidates(kind: str, candidates: int) -> Reject:
    """Returns the error for an IN with this many candidates."""
    message = "The IN operator is provided with too many operands; number of operands: "
    return expression_invalid(kind, f"{message}{candidates}")


def check_operand_count(kind: str, name: str, operands: Sequence[Operand]) -> None:
    """Raises Reject if a call has the wrong number of operands, or no path where it needs one."""
    if len(operands) != _OPERAND_COUNT[name]:
        raise wrong_operand_count(kind, name, len(operands))
    if name in _NEEDS_PATH and not isinstance(operands[0], Path):
        message = "Operator or function requires a document path; operator or function: "
        raise expression_invalid(kind, message + name)


def wrong_operand_count(kind: str, name: str, operands: int) -> Reject:
    """Returns the error for a function or operator with the wrong number of operands."""
    return expression_invalid(
        kind,
        "Incorrect number of operands for operator or function; "
        f"operator or function: {name}, number of operands: {operands}",
    )


def _check_function(kind: str, function: Function) -> None:
    """Raises Reject if the operands of a call do not fit. Calls inside it are checked first."""
    name, operands = function.name, function.operands
    for operand in operands:
        if isinstance(operand, Function):
            _check_function(kind, operand)
    check_operand_count(kind, name, operands)
    if len(operands) == 1:
        if name == "size":
            _check_types(kind, name, operands)
        return
    if name != "list_append":  # list_append may append a list to itself
        _check_distinct(kind, name, operands[0], operands[1:])
    if name == "attribute_type":
        _check_attribute_type(kind, operands[1])
    elif name in _OPERAND_TYPES:
        _check_types(kind, name, operands)


def check_action(kind: str, action: Action) -> None:
    """Raises Reject if the operands of an update's action do not fit."""
    if isinstance(action, Set):
        value = action.value
        if isinstance(value, Arithmetic):
            _check_arithmetic(kind, value)
        elif isinstance(value, Function):
            _check_function(kind, value)
    elif isinstance(action, Add):
        assert isinstance(action.value, Literal)
        _check_member_types(kind, "ADD", action.value, _SETS | {"N"})
    elif isinstance(action, Delete):
        assert isinstance(action.value, Literal)
        _check_member_types(kind, "DELETE", action.value, _SETS)


def _check_arithmetic(kind: str, arithmetic: Arithmetic) -> None:
    operands: list[Operand] = []
    for operand in (arithmetic.left, arithmetic.right):
        if isinstance(operand, Arithmetic):
            _check_arithmetic(kind, operand)
        else:
            operands.append(operand)
    _check_functions(kind, operands)
    _check_types(kind, arithmetic.operator, operands)


def _check_functions(kind: str, operands: Sequence[Operand]) -> None:
    for operand in operands:
        if isinstance(operand, Function):
            _check_function(kind, operand)


def _check_attribute_type(kind: str, operand: Operand) -> None:
    """Checks that the second operand of attribute_type is a `:value` with the name of a type."""
    if not isinstance(operand, Literal):
        any_type = _ANY_TYPE if kind else _ANY_TYPE_OF_STATEMENTS
        operand_type = "N" if isinstance(operand, Function) else any_type
        raise wrong_type(kind, "attribute_type", operand_type)
    if "S" not in operand.value:
        raise wrong_type(kind, "attribute_type", next(iter(operand.value)))
    if operand.value["S"] not in TYPES:
        valid_types = _VALID_TYPES if kind else _VALID_TYPES_OF_STATEMENTS
        raise expression_invalid(
            kind,
            f"Invalid attribute type name found; type: {clipped(operand.value['S'])}, "
            f"valid types: {valid_types}",
        )


def _check_types(kind: str, operator: str, operands: Sequence[Operand]) -> None:
    """Checks that `operator` accepts every operand whose type is known."""
    allowed = _OPERAND_TYPES[operator]
    for operand in operands:
        if isinstance(operand, Literal):
            (operand_type,) = operand.value
        elif isinstance(operand, Function) and operand.name == "size":
            operand_type = "N"
        else:
            continue
        if operand_type not in allowed:
            raise wrong_type(kind, operator, operand_type)


def _check_member_types(
    kind: str, operator: str, operand: Literal, allowed: Container[str]
) -> None:
    (operand_type,) = operand.value
    if operand_type not in allowed:
        raise expression_invalid(
            kind,
            f"Incorrect operand type for operator or function; operator: {operator}, "
            f"operand type: {_LONG_TYPES[operand_type]}, typeSet: ALLOWED_FOR_ADD_OPERAND",
        )


def _check_distinct(kind: str, operator: str, first: Operand, rest: Sequence[Operand]) -> None:
    if isinstance(first, Path) and first in rest:
        raise _not_distinct(kind, operator, first)


def _not_distinct(kind: str, operator: str, first: Path) -> Reject:
    return expression_invalid(
        kind,
        "The first operand must be distinct from the remaining operands for this operator or "
        f"function; operator: {operator}, first operand: {path_text(first)}",
    )


def wrong_type(kind: str, operator: str, operand_type: str) -> Reject:
    """Returns the error for an operand of a type that the operator does not accept."""
    return expression_invalid(
        kind,
        "Incorrect operand type for operator or function; "
        f"operator or function: {operator}, operand type: {operand_type}",
    )


def _bound_text(kind: str, value: AttributeValue) -> str:
    """Returns a bound as the service shows it: as Java prints it, except bytes in a statement.

    Source for statements: dynoxide's captures, October 2026.
    """
    if "B" in value and not kind:
        return f"{{B:[{value['B']}]}}"
    if "B" in value:
        count = decoded_bytes(value["B"])
        return f"{{B:java.nio.HeapByteBuffer[pos=0 lim={count} cap={count}]}}"
    ((tag, content),) = value.items()
    return f"{{{tag}:{content}}}"
