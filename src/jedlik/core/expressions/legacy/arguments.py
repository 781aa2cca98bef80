"""Rules that the legacy parameters share: attribute names, and operators with their arguments.

The order of the rules is that of dynalite's recorded tests: every value, the number of values,
whether they have one type, whether the operator accepts this type, the order of the bounds of
BETWEEN. IN checks the type of every value before it compares them (dynoxide-rs 3.2.0,
tests/bool_and_null_values_http.rs, recorded in us-east-1, 2026-10-10).
"""

from collections.abc import Sequence
from typing import Final

from jedlik.core.errors import REQUEST_INVALID, Reject
from jedlik.core.limits import ATTRIBUTE_NAME_BYTES
from jedlik.core.pauses import spend
from jedlik.core.types.attribute_value import AttributeValue
from jedlik.core.types.structures import ComparisonOperator
from jedlik.core.types.value import (
    ATTRIBUTE_NAME_TOO_LONG,
    EMPTY_ATTRIBUTE_NAME,
    Layer,
    compare,
    normalise,
)

WITHOUT_ARGUMENT: Final = frozenset(("NULL", "NOT_NULL"))
# A request may have half a million conditions. Each is as much work as this many values, see
# `spend`.
_VALUES_PER_CONDITION: Final = 8
_SCALARS: Final = frozenset("SNB")
# The types that an operator accepts. An operator that is not listed accepts every type. No document
# says that CONTAINS accepts BOOL and NULL. dynalite's recorded tests do not list the two among the
# refused types, and AWS's own client library for DAX accepts them.
_TYPES: Final = {
    "LE": _SCALARS,
    "LT": _SCALARS,
    "GE": _SCALARS,
    "GT": _SCALARS,
    "IN": _SCALARS,
    "BETWEEN": _SCALARS,
    "BEGINS_WITH": frozenset("SB"),
    "CONTAINS": _SCALARS | {"BOOL", "NULL"},
    "NOT_CONTAINS": _SCALARS | {"BOOL", "NULL"},
}


def check_arguments(
    operator: ComparisonOperator, arguments: Sequence[AttributeValue], layer: Layer
) -> None:
    """Brings arguments into canonical form, in place. Raises Reject if `operator` refuses them."""
    spend(_VALUES_PER_CONDITION)
    for argument in arguments:
        spend(1)
        normalise(argument, layer)
    if not _is_count_of(operator, len(arguments)):
        raise request_invalid(
            f"Invalid number of argument(s) for the {operator} ComparisonOperator", layer
        )
    if not arguments:
        return
    (tag,) = arguments[0]
    if operator == "IN":
        for argument in arguments:
            spend(1)
            _check_type(operator, argument, layer)
    for argument in arguments:
        spend(1)
        if tag not in argument:
            raise request_invalid(
                "AttributeValues inside AttributeValueList must be of same type", layer
            )
    _check_type(operator, arguments[0], layer)
    if operator == "BETWEEN" and compare(*arguments) > 0:
        raise layer.refusal(
            "The BETWEEN condition was provided a range where the lower bound is greater than the "
            "upper bound"
        )


def check_name(name: str, layer: Layer) -> None:
    """Raises Reject if `name` cannot name an attribute. Source: Alternator test_limits.py."""
    spend(_VALUES_PER_CONDITION)
    if not name:
        raise layer.refusal(EMPTY_ATTRIBUTE_NAME)
    if len(name.encode()) > ATTRIBUTE_NAME_BYTES:
        raise layer.refusal(ATTRIBUTE_NAME_TOO_LONG)


def request_invalid(message: str, layer: Layer) -> Reject:
    """Returns an error about parameter values. The caller raises it."""
    return layer.refusal(REQUEST_INVALID + message)


def _check_type(operator: ComparisonOperator, argument: AttributeValue, layer: Layer) -> None:
    """Raises Reject if `operator` does not accept values of this type."""
    (tag,) = argument
    if operator in _TYPES and tag not in _TYPES[operator]:
        raise request_invalid(
            f"ComparisonOperator {operator} is not valid for {tag} AttributeValue type", layer
        )


def _is_count_of(operator: ComparisonOperator, count: int) -> bool:
    if operator == "IN":
        return count > 0
    if operator == "BETWEEN":
        return count == 2
    return count == (0 if operator in WITHOUT_ARGUMENT else 1)
