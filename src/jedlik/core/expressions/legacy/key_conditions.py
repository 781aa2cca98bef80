"""KeyConditions: the clauses of a key condition by attribute.

`parse_key_condition.key_condition` checks them against a key schema.
"""

from collections.abc import Mapping
from typing import Final

from jedlik.core.errors import invalid
from jedlik.core.expressions.legacy.arguments import check_arguments
from jedlik.core.expressions.parse_key_condition import Clause
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


def key_clauses(conditions: Mapping[str, Condition]) -> dict[str, Clause]:
    """The clauses, in the order of the request. Raises Reject for what no key schema allows.

    An operator that only filters know stays in its clause as written; `key_condition` refuses it.
    """
    clauses: dict[str, Clause] = {}
    for name, condition in conditions.items():
        operator, arguments = condition["ComparisonOperator"], condition.get("AttributeValueList")
        values = tuple(arguments or ())
        check_arguments(operator, values, READ)
        clauses[name] = Clause(name, _INDEXABLE.get(operator, operator), values)
    if not clauses:  # dynalite's recorded test; keys of more attributes came after it
        raise invalid("Conditions can be of length 1 or 2 only")
    return clauses
