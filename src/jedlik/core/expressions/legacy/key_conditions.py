"""KeyConditions: the clauses of a key condition by attribute.

`check_indexable` and then `parse_key_condition.key_condition` hold them to a key schema.
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
    """The clauses, in the order of the request; Reject for what no key schema could mend.

    An operator that a filter knows and a key condition does not stays in its clause as written.
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


def check_indexable(clauses: Mapping[str, Clause], attributes: Iterable[KeyAttribute]) -> None:
    """Reject a clause on a key attribute whose operator only filters know.

    attributes: of the key schema, in its order. One that has no clause comes first as an error, so
    those after it are left to `key_condition`.
    """
    for attribute in attributes:
        clause = clauses.get(attribute.name)
        if clause is None:
            return
        if clause.operator not in _KEY_OPERATORS:
            raise invalid("Attempted conditional constraint is not an indexable operation")
