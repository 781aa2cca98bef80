"""KeyConditions: the clauses of a key condition, by attribute.

`check_indexable` and then `parse_key_condition.key_condition` compare them with a key schema.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from jedlik.core.errors import invalid
from jedlik.core.expressions.legacy.arguments import check_arguments
from jedlik.core.expressions.parse_key_condition import Clause
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.types.structures import Condition
from jedlik.core.types.value import READ

_INDEXABLE: Final = {
    "EQ": "=",
    "LE": "<=",
    "LT": "<",
    "GE": ">=",
    "GT": ">",
    "BETWEEN": "BETWEEN",
    "BEGINS_WITH": "begins_with",
}
_KEY_OPERATORS: Final = frozenset(_INDEXABLE.values())


def key_clauses(conditions: Mapping[str, Condition]) -> dict[str, Clause]:
    """Returns the clauses in the order of the request. Raises Reject for what fits no key schema.

    An operator that is allowed in a filter but not in a key condition stays in its clause as
    written.
    """
    clauses: dict[str, Clause] = {}
    for name, condition in conditions.items():
        operator, arguments = condition["ComparisonOperator"], condition.get("AttributeValueList")
        values = tuple(arguments or ())
        check_arguments(operator, values, READ)
        clauses[name] = Clause(name, _INDEXABLE.get(operator, operator), values)
    # Source: dynalite's recorded test. It is older than keys of more than two attributes.
    if not clauses:
        raise invalid("Conditions can be of length 1 or 2 only")
    return clauses


def check_indexable(clauses: Mapping[str, Clause], attributes: Iterable[KeyAttribute]) -> None:
    """Raises Reject if the operator of a clause on a key attribute is allowed only in filters.

    attributes: those of the key schema, in its order. The check stops at the first attribute
    without a clause: `key_condition` reports that error first.
    """
    for attribute in attributes:
        clause = clauses.get(attribute.name)
        if clause is None:
            return
        if clause.operator not in _KEY_OPERATORS:
            raise invalid("Attempted conditional constraint is not an indexable operation")
