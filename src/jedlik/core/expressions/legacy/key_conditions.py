"""KeyConditions: the clauses of a key condition, by attribute.

`parse_key_condition.key_condition` compares them with a key schema.
"""

from collections.abc import Mapping
from typing import Final

from jedlik.core.errors import invalid
from jedlik.core.expressions.legacy.arguments import check_arguments
from jedlik.core.expressions.parse_key_condition import Clause
from jedlik.core.pauses import free_later
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
    """Returns the clauses in the order of the request. Raises Reject for what fits no key schema.

    An operator that is allowed in a filter but not in a key condition stays in its clause as
    written; `key_condition` refuses it.
    """
    clauses: dict[str, Clause] = {}
    found: list[Clause] = []
    free_later(found)
    for name, condition in conditions.items():
        operator, arguments = condition["ComparisonOperator"], condition.get("AttributeValueList")
        values = tuple(arguments or ())
        check_arguments(operator, values, READ)
        clauses[name] = Clause(name, _INDEXABLE.get(operator, operator), values)
        found.append(clauses[name])
    # Source: dynalite's recorded test. It is older than keys of more than two attributes.
    if not clauses:
        raise invalid("Conditions can be of length 1 or 2 only")
    return clauses
