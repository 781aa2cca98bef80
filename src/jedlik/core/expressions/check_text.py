"""Rules that need only the text of an expression: functions, reserved words, list indexes.

They are checked in written order over the whole tree, before any reference is looked up. The first
violation is reported. The walk uses a list as its stack, because calls may be nested as deeply as
the text allows.

Sources: dynalite test/scan.js and test/updateItem.js; Alternator test_limits.py; recorded answers,
October 2026.
"""

from collections.abc import Sequence
from typing import Final

from jedlik.core import limits
from jedlik.core.expressions.nodes import (
    And,
    Arithmetic,
    Between,
    Comparison,
    Condition,
    Elements,
    Function,
    In,
    Not,
    Operand,
    Or,
    Path,
    PathReference,
    elements_of,
)
from jedlik.core.expressions.reserved_words import RESERVED_WORDS
from jedlik.core.expressions.tokens import Reader

# Measured on the service in September 2026 (floci issue 3073): the next index is refused.
MAX_LIST_INDEX: Final = 2**32 - 2

UPDATE_FUNCTIONS: Final = frozenset({"if_not_exists", "list_append"})
BOOLEAN_FUNCTIONS: Final = frozenset(
    {"attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains"}
)

NOT_IN_CONDITION: Final = "The function is not allowed in a condition expression; function: "
NOT_IN_UPDATE: Final = "The function is not allowed in an update expression; function: "
# The service stops counting at the first operator too many.
TOO_MANY_OPERATORS: Final = (
    f"The expression contains too many operators; operator count: {limits.EXPRESSION_OPERATORS + 1}"
)
INDEX_OUT_OF_RANGE: Final = "List index is not within the allowable range; index: "
_NO_FUNCTION: Final = "Invalid function name; function: "
_WRONG_PLACE: Final = "The function is not allowed to be used this way in an expression; function: "

_Node = Condition | Operand | Arithmetic


def check_condition(reader: Reader, root: Condition) -> None:
    """Raises Reject if `root`, the tree of a condition, violates a rule."""
    operators = 0
    stack: list[tuple[_Node, bool]] = [(root, True)]  # True: a condition is required here
    while stack:
        node, wants_condition = stack.pop()
        if isinstance(node, (And, Or)):
            operators += len(node.conditions) - 1
            stack.extend((child, True) for child in reversed(node.conditions))
            continue
        children: Sequence[Operand] = ()
        if isinstance(node, (Comparison, Between, In)):
            children = node.operands
        elif isinstance(node, Not):
            stack.append((node.condition, True))
        elif isinstance(node, Function):
            _check_condition_function(reader, node.name, wants_condition=wants_condition)
            children = node.operands
        else:
            assert not isinstance(node, Arithmetic)
            _check_operand_path(reader, node)
            continue
        operators += 1
        stack.extend((child, False) for child in reversed(children))
    check_operator_count(reader, operators)


def check_set_value(reader: Reader, value: Operand | Arithmetic) -> int:
    """Raises Reject if the value of a SET violates a rule. Returns the number of its operators."""
    operators = 0
    stack: list[tuple[Operand | Arithmetic, bool]] = [(value, False)]  # True: inside a call
    while stack:
        node, inside_call = stack.pop()
        children: Sequence[Operand | Arithmetic]
        if isinstance(node, Arithmetic):
            children = (node.left, node.right)
        elif isinstance(node, Function):
            _check_update_function(reader, node.name, inside_call=inside_call)
            children = node.operands
            inside_call = True
        else:
            _check_operand_path(reader, node)
            continue
        operators += 1
        stack.extend((child, inside_call) for child in reversed(children))
    return operators


def check_operator_count(reader: Reader, operators: int) -> None:
    """Raises Reject if an expression has too many operators and functions."""
    if operators > limits.EXPRESSION_OPERATORS:
        reader.reject(TOO_MANY_OPERATORS)


def check_path(reader: Reader, path: Path | PathReference) -> None:
    """Raises Reject if a name in `path` is reserved or an index is out of range."""
    elements: Elements = elements_of(path)
    for element in elements:
        if isinstance(element, int):
            if element > MAX_LIST_INDEX:
                reader.reject(f"{INDEX_OUT_OF_RANGE}[{element}]")
        elif element.upper() in RESERVED_WORDS:
            message = "Attribute name is a reserved keyword; reserved keyword: "
            reader.reject(message + element)


def _check_operand_path(reader: Reader, operand: Operand) -> None:
    if isinstance(operand, (Path, PathReference)):
        check_path(reader, operand)


def _check_condition_function(reader: Reader, name: str, *, wants_condition: bool) -> None:
    if name in UPDATE_FUNCTIONS:
        reader.reject(NOT_IN_CONDITION + name)
    if name not in BOOLEAN_FUNCTIONS and name != "size":
        reader.reject(_NO_FUNCTION + name)
    if wants_condition != (name in BOOLEAN_FUNCTIONS):
        reader.reject(_WRONG_PLACE + name)


def _check_update_function(reader: Reader, name: str, *, inside_call: bool) -> None:
    if name in BOOLEAN_FUNCTIONS or name == "size":
        reader.reject(NOT_IN_UPDATE + name)
    if name not in UPDATE_FUNCTIONS:
        reader.reject(_NO_FUNCTION + name)
    # A list_append inside a call is refused, but an if_not_exists is allowed (Alternator
    # test_update_expression.py, test_update_expression_function_nesting).
    if inside_call and name == "list_append":
        reader.reject(_WRONG_PLACE + name)
