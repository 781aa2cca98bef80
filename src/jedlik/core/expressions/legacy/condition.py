"""Expected, QueryFilter and ScanFilter: conditions on attributes, joined by ConditionalOperator.

An absent attribute satisfies only NE and NULL. So NOT_CONTAINS is not the complement of CONTAINS
(Alternator test_expected.py).
"""

from collections.abc import Mapping, Sequence
from typing import Final, get_args

from jedlik.core.expressions.legacy.arguments import (
    WITHOUT_ARGUMENT,
    check_arguments,
    check_name,
    request_invalid,
)
from jedlik.core.expressions.nodes import (
    And,
    Between,
    Comparison,
    Condition,
    Function,
    In,
    Literal,
    Not,
    Or,
    Path,
)
from jedlik.core.pauses import STRIDE, free_later, spend
from jedlik.core.types import structures
from jedlik.core.types.attribute_value import AttributeValue
from jedlik.core.types.structures import (
    ComparisonOperator,
    ConditionalOperator,
    ExpectedAttributeValue,
)
from jedlik.core.types.value import WRITE, Layer

# The service lists `ALL` in place of AND (recorded).
_NO_OPERATOR: Final = "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]"
_OPERATORS: Final = frozenset(get_args(ConditionalOperator))
_COMPARISON_OPERATORS: Final = frozenset(get_args(ComparisonOperator))
_COMPARISONS: Final = {"EQ": "=", "NE": "<>", "LE": "<=", "LT": "<", "GE": ">=", "GT": ">"}
_FUNCTIONS: Final = {
    "NULL": "attribute_not_exists",
    "NOT_NULL": "attribute_exists",
    "CONTAINS": "contains",
    "BEGINS_WITH": "begins_with",
}


def expected_condition(
    expected: Mapping[str, ExpectedAttributeValue],
    operator: ConditionalOperator | None,
    layer: Layer = WRITE,
) -> Condition | None:
    """Returns the condition of a write, or None if `expected` is empty. Raises Reject."""
    check_conditional_operator(operator, len(expected), layer, are_read=False)
    conditions: list[Condition] = []
    free_later(conditions)
    for name in expected:
        conditions.append(_expected(name, expected[name], layer))
    check_conditional_operator(operator, len(expected), layer, are_read=True)
    return _joined(conditions, operator)


def filter_condition(
    conditions: Mapping[str, structures.Condition],
    operator: ConditionalOperator | None,
    layer: Layer,
) -> Condition | None:
    """Returns the condition of QueryFilter or ScanFilter, or None if it is empty. Raises Reject."""
    check_conditional_operator(operator, len(conditions), layer, are_read=False)
    filters: list[Condition] = []
    free_later(filters)
    for name, condition in conditions.items():
        arguments = condition.get("AttributeValueList", ())
        filters.append(_condition(name, condition["ComparisonOperator"], arguments, layer))
    check_conditional_operator(operator, len(conditions), layer, are_read=True)
    return _joined(filters, operator)


def check_conditional_operator(
    operator: ConditionalOperator | None, count: int, layer: Layer, *, are_read: bool
) -> None:
    """Raises Reject if there is an operator but fewer than two conditions to join, or if the
    current layer does not know the operator.

    are_read: whether the conditions have been read. The older layer reads them before it counts
    them, the current layer counts them first.
    Sources: recorded answers; for a count of 0, ExtendDB's tests, run on the real service.
    """
    if operator is None or are_read == layer.current:
        return
    if count > 1:
        if layer.current and operator not in _OPERATORS:
            raise layer.refusal(_NO_OPERATOR)
        return
    if count == 0:
        raise layer.refusal("ConditionalOperator cannot be used without Filter or Expected")
    raise layer.refusal(
        "ConditionalOperator can only be used when Filter or Expected has two or more elements"
    )


def _joined(
    conditions: Sequence[Condition], operator: ConditionalOperator | None
) -> Condition | None:
    if len(conditions) > 1:
        return Or(tuple(conditions)) if operator == "OR" else And(tuple(conditions))
    return conditions[0] if conditions else None


def _expected(name: str, expected: ExpectedAttributeValue, layer: Layer) -> Condition:
    if expected.get("ComparisonOperator", "EQ") not in _COMPARISON_OPERATORS:
        # Source: dynoxide's captures, October 2026.
        raise request_invalid("Invalid comparison operator", layer)
    fault = _fault_of_members(expected)
    if fault is not None:
        raise request_invalid(f"{fault} for Attribute: {name}", layer)
    arguments = expected.get("AttributeValueList", [])
    if "Value" in expected:
        arguments = [expected["Value"]]
    implied: ComparisonOperator = "EQ" if arguments else "NULL"
    return _condition(name, expected.get("ComparisonOperator", implied), arguments, layer)


def _fault_of_members(expected: ExpectedAttributeValue) -> str | None:
    """Returns what is wrong with the combination of members, or None."""
    has_value, has_list = "Value" in expected, "AttributeValueList" in expected
    if has_value and has_list:
        return "Value and AttributeValueList cannot be used together"
    operator, exists = expected.get("ComparisonOperator"), expected.get("Exists")
    if operator is not None:
        if exists is not None:
            return "Exists and ComparisonOperator cannot be used together"
        if operator not in WITHOUT_ARGUMENT and not has_value and not has_list:
            return f"Value or AttributeValueList must be used with ComparisonOperator: {operator}"
        return None
    if has_list:
        return "AttributeValueList can only be used with a ComparisonOperator"
    if exists is False:
        return "Value cannot be used when Exists is false" if has_value else None
    if has_value:
        return None
    return f"Value must be provided when Exists is {'true' if exists else 'null'}"


def _condition(
    name: str, operator: ComparisonOperator, arguments: Sequence[AttributeValue], layer: Layer
) -> Condition:
    check_name(name, layer)
    check_arguments(operator, arguments, layer)
    path = Path(name)
    literals: list[Literal] = []
    if len(arguments) > STRIDE:
        free_later(literals)
    for argument in arguments:
        spend(1)
        literals.append(Literal(argument))
    operands = tuple(literals)
    if operator in _COMPARISONS:
        return Comparison(_COMPARISONS[operator], path, operands[0])
    if operator == "IN":
        return In(path, operands)
    if operator == "BETWEEN":
        return Between(path, *operands)
    if operator == "NOT_CONTAINS":
        contains = Function("contains", (path, *operands))
        return And((Function("attribute_exists", (path,)), Not(contains)))
    return Function(_FUNCTIONS[operator], (path, *operands))
