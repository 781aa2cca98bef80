"""KeyConditionExpression: a condition of a restricted form, and the range of keys it selects.

`parse_condition.parse` and `Substitutions.condition` read it like any other condition. `clauses_of`
then checks its form, before the table is looked up. `key_condition` assigns its clauses to the key
attributes of the table or index.

Sources: dynalite test/query.js; Alternator test_key_condition_expression.py; recorded answers,
October 2026 (also for keys of several attributes); moto's tests against the service, August 2026:
since about 2025 the error texts about the form begin like those of every other expression.
"""

from collections.abc import Sequence
from typing import Final, final

from jedlik.core.errors import invalid
from jedlik.core.expressions.nodes import (
    And,
    Between,
    Comparison,
    Condition,
    Function,
    In,
    Literal,
    Node,
    Not,
    Operand,
    Or,
    Path,
)
from jedlik.core.expressions.tokens import expression_invalid
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.keys.primary_key import TYPE_MISMATCH, empty_key
from jedlik.core.types.attribute_value import AttributeValue

_KIND: Final = "KeyConditionExpression"
_MIRRORED: Final = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_OPERATORS: Final = frozenset((*_MIRRORED, "BETWEEN", "begins_with"))
_NOT_SUPPORTED: Final = "Query key condition not supported"


@final
class Clause(Node):
    """The condition on one attribute. operator: = < <= > >= BETWEEN begins_with.

    The attribute is the left operand, whichever side it was written on.
    """

    __slots__: Final = ("name", "operator", "values")

    def __init__(self, name: str, operator: str, values: tuple[AttributeValue, ...]) -> None:
        self.name = name
        self.operator = operator
        self.values = values


@final
class KeyCondition(Node):
    """What to read: one hash key, and a range of its items.

    hash_values: values of the HASH attributes, in schema order.
    range_prefix: values of the RANGE attributes before the last one that has a condition. It is
    empty for a key with one RANGE attribute.
    range_operator: the operator of that last one (see Clause), or None if no RANGE attribute has a
    condition.
    range_values: lower and upper bound for BETWEEN, one value for other operators, none without an
    operator.
    """

    __slots__: Final = ("hash_values", "range_operator", "range_prefix", "range_values")

    def __init__(
        self,
        hash_values: tuple[AttributeValue, ...],
        range_prefix: tuple[AttributeValue, ...] = (),
        range_operator: str | None = None,
        range_values: tuple[AttributeValue, ...] = (),
    ) -> None:
        self.hash_values = hash_values
        self.range_prefix = range_prefix
        self.range_operator = range_operator
        self.range_values = range_values


def clauses_of(condition: Condition) -> dict[str, Clause]:
    """Returns the clauses of a resolved key condition by attribute, in written order.

    Raises Reject for everything that is wrong under any key schema.
    """
    clauses: dict[str, Clause] = {}
    _collect(condition, clauses)
    return clauses


def key_condition(
    clauses: dict[str, Clause],
    *,
    hash_attributes: Sequence[KeyAttribute],
    range_attributes: Sequence[KeyAttribute],
) -> KeyCondition:
    """Returns what `clauses` select under a key schema. Raises Reject if they do not fit it."""
    _check_operators(clauses, (*hash_attributes, *range_attributes))
    attributes = len(hash_attributes) + len(range_attributes)
    if len(clauses) > attributes == 1:
        raise invalid(_NOT_SUPPORTED)
    if len(clauses) > attributes:
        raise invalid(
            f"The number of query conditions ({len(clauses)}) exceeds the number of key attributes "
            f"defined in the schema ({attributes})"
        )
    if len(hash_attributes) > 1 or len(range_attributes) > 1:
        _check_composite(clauses, hash_attributes)
    hash_values = tuple([_hash_value(clauses, attribute) for attribute in hash_attributes])
    given = [attribute for attribute in range_attributes if attribute.name in clauses]
    if len(given) < len(clauses) - len(hash_attributes):
        missed = next(each for each in range_attributes if each.name not in clauses)
        raise _missed(missed)
    if not given:
        return KeyCondition(hash_values)
    for attribute in given:
        _check_type(clauses[attribute.name], attribute)
    last = given[-1]
    _check_prefix(clauses, range_attributes, last)
    final = clauses[last.name]
    return KeyCondition(
        hash_values,
        tuple([clauses[attribute.name].values[0] for attribute in given[:-1]]),
        final.operator,
        final.values,
    )


def _collect(condition: Condition, clauses: dict[str, Clause]) -> None:
    if isinstance(condition, And):
        for each in condition.conditions:
            _collect(each, clauses)
        return
    if isinstance(condition, (Or, Not, In)):
        raise _bad_operator(type(condition).__name__.upper())
    if isinstance(condition, Comparison):
        operator, operands = condition.operator, condition.operands
        if operator == "<>":
            raise _bad_operator(operator)
    else:
        operator, operands = _path_first(condition)
    position, name = _attribute(operands)
    if name in clauses:
        raise expression_invalid(
            _KIND, "KeyConditionExpressions must only contain one condition per key"
        )
    values = tuple([each.value for each in operands if isinstance(each, Literal)])
    clauses[name] = Clause(name, operator if position == 0 else _MIRRORED[operator], values)


def _path_first(condition: Between | Function) -> tuple[str, tuple[Operand, ...]]:
    """Returns operator and operands. Raises Reject if the first operand is not a path."""
    if isinstance(condition, Between):
        operator, operands = "BETWEEN", condition.operands
    else:
        operator, operands = condition.name, condition.operands
        if operator != "begins_with":
            raise _bad_operator(operator)
    if not isinstance(operands[0], Path):
        raise _bad_condition(
            f"{operator} operator must have the key attribute as its first operand"
        )
    return operator, operands


def _attribute(operands: Sequence[Operand]) -> tuple[int, str]:
    """Returns the position and name of the only operand that is not a value."""
    found: tuple[int, str] | None = None
    for position, operand in enumerate(operands):
        if isinstance(operand, Function):
            raise expression_invalid(
                _KIND, "KeyConditionExpressions cannot contain nested operations"
            )
        if isinstance(operand, Path):
            if found is not None:
                raise _bad_condition("Multiple attribute names used in one condition")
            if operand.steps:
                raise expression_invalid(
                    _KIND, "KeyConditionExpressions cannot have conditions on nested attributes"
                )
            found = position, operand.name
    if found is None:
        raise _bad_condition("No key attribute specified")
    return found


def _check_operators(clauses: dict[str, Clause], attributes: Sequence[KeyAttribute]) -> None:
    """Raises Reject for an operator that is allowed only in filters; KeyConditions can have one.

    The check stops at the first attribute without a clause: that error is reported before those of
    the attributes after it.
    """
    for attribute in attributes:
        clause = clauses.get(attribute.name)
        if clause is None:
            return
        if clause.operator not in _OPERATORS:
            raise invalid("Attempted conditional constraint is not an indexable operation")


def _check_composite(clauses: dict[str, Clause], attributes: Sequence[KeyAttribute]) -> None:
    """Checks that every HASH attribute has an equality condition, in a key with several attributes
    of one role. Source: dynoxide's captures, October 2026.
    """
    missed = _without_equality(clauses, attributes)
    if missed:
        raise invalid(
            f"HASH key attributes {missed} must have equality conditions specified in the query"
        )


def _without_equality(clauses: dict[str, Clause], attributes: Sequence[KeyAttribute]) -> str:
    """Returns the names of the attributes that have no equality condition, as errors list them."""
    return ", ".join(
        [name for name, _ in attributes if name not in clauses or clauses[name].operator != "="]
    )


def _hash_value(clauses: dict[str, Clause], attribute: KeyAttribute) -> AttributeValue:
    clause = clauses.get(attribute.name)
    if clause is None:
        raise _missed(attribute)
    _check_type(clause, attribute)
    if clause.operator != "=":
        raise invalid(_NOT_SUPPORTED)
    return clause.values[0]


def _check_type(clause: Clause, attribute: KeyAttribute) -> None:
    for value in clause.values:
        if attribute.type not in value:
            raise invalid(TYPE_MISMATCH)
    if clause.operator == "=" and not clause.values[0][attribute.type]:
        raise empty_key(attribute)


def _check_prefix(
    clauses: dict[str, Clause], range_attributes: Sequence[KeyAttribute], last: KeyAttribute
) -> None:
    """Checks the RANGE attributes before the last one with a condition: each needs an equality."""
    missed = _without_equality(clauses, range_attributes[: range_attributes.index(last)])
    if missed:
        raise invalid(
            f"RANGE key attributes {missed} must have equality conditions specified in the query "
            f"because a condition is present on key attribute {last.name}"
        )


def _bad_operator(operator: str) -> Exception:
    return expression_invalid(_KIND, f"Invalid operator used in {_KIND}: {operator}")


def _bad_condition(fault: str) -> Exception:
    return expression_invalid(_KIND, f"Invalid condition in {_KIND}: {fault}")


def _missed(attribute: KeyAttribute) -> Exception:
    return invalid(f"Query condition missed key schema element: {attribute.name}")
