"""What the tests of expressions share: resolving a text, and reading the text of a refusal."""

from collections.abc import Callable

import pytest

from jedlik.core.errors import Reject
from jedlik.core.expressions import parse_condition, parse_projection, parse_update
from jedlik.core.expressions.nodes import Condition, Projection, Update
from jedlik.core.expressions.parse_condition import ConditionKind
from jedlik.core.expressions.resolve import Substitutions
from jedlik.core.types.attribute_value import Item

Names = dict[str, str]


def condition(
    text: str,
    values: Item | None = None,
    names: Names | None = None,
    kind: ConditionKind = "ConditionExpression",
) -> Condition:
    """Returns a condition, parsed and resolved."""
    return Substitutions(names, values).condition(parse_condition.parse(text, kind))


def update(text: str, values: Item | None = None, names: Names | None = None) -> Update:
    """Returns an update, parsed and resolved."""
    return Substitutions(names, values).update(parse_update.parse(text))


def projection(text: str, names: Names | None = None) -> Projection:
    """Returns a projection, parsed and resolved."""
    return Substitutions(names, None).projection(parse_projection.parse(text))


def refusal(call: Callable[[], object], prefix: str = "") -> str:
    """Returns the error text of the ValidationException that `call` raises, without `prefix`."""
    with pytest.raises(Reject) as caught:
        call()
    error = caught.value.error
    assert error.code == "ValidationException"
    assert error.message is not None
    assert error.message.startswith(prefix)
    return error.message[len(prefix) :]
