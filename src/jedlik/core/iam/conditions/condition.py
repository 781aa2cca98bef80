"""A condition: one operator, one key and the values that a policy gives for it.

| key in the request | no prefix | ForAllValues | ForAnyValue |
|---|---|---|---|
| absent or empty | only negated operators and IfExists hold | holds | does not hold |
| several values by definition, or by the request | does not hold | each must hold | one must hold |
| one value | it must hold | it must hold | it must hold |

For one value of the request, an operator holds if a value of the policy matches; a negated one
holds if none matches. IfExists has no effect after a prefix. `Null` looks only at whether the key
is absent.

Sources: IAM User Guide, "Condition operators" and "Set operators for multivalued context keys";
ExtendDB pull request 271 for operators without a prefix on multivalued keys (verified on AWS);
iam-simulate and iam.cloudcopilot.io for IfExists with a prefix.
"""

from collections.abc import Mapping, Sequence
from typing import Final, final

from jedlik.core.iam.conditions.arns import ARN_OPERATORS
from jedlik.core.iam.conditions.exact import EXACT_OPERATORS
from jedlik.core.iam.conditions.networks import NETWORK_OPERATORS
from jedlik.core.iam.conditions.operator import Never, Operator, Test
from jedlik.core.iam.conditions.ordered import DATE_OPERATORS, NUMERIC_OPERATORS
from jedlik.core.iam.conditions.strings import STRING_OPERATORS
from jedlik.core.iam.request import MULTIVALUED_KEYS, Request
from jedlik.core.pauses import spend


def _no_test(text: str, has_variables: bool) -> Test:
    return Never()


NULL: Final = Operator("Null", _no_test)
OPERATORS: Final[Mapping[str, Operator]] = {
    each.name: each
    for each in (
        *STRING_OPERATORS,
        *ARN_OPERATORS,
        *NUMERIC_OPERATORS,
        *DATE_OPERATORS,
        *EXACT_OPERATORS,
        *NETWORK_OPERATORS,
        NULL,
    )
}

_NO_SET: Final = 0
_FOR_ALL_VALUES: Final = 1
_FOR_ANY_VALUE: Final = 2
_SETS: Final = {"ForAllValues": _FOR_ALL_VALUES, "ForAnyValue": _FOR_ANY_VALUE}
_IF_EXISTS: Final = "IfExists"


@final
class Comparison:
    """An operator with its prefix and suffix, as a policy names them together."""

    __slots__ = ("for_values", "if_exists", "operator")

    def __init__(self, operator: Operator, for_values: int, *, if_exists: bool) -> None:
        self.operator = operator
        self.for_values = for_values
        self.if_exists = if_exists


def comparison(name: str) -> Comparison | None:
    """Returns the meaning of a name such as `ForAllValues:StringLikeIfExists`, None if it has none.

    Source: IAM User Guide: IfExists can follow every operator except Null.
    """
    prefix, colon, base = name.rpartition(":")
    for_values = _SETS.get(prefix, _NO_SET) if colon else _NO_SET
    if colon and for_values == _NO_SET:
        return None
    operator = OPERATORS.get(base)
    if operator is not None:
        return Comparison(operator, for_values, if_exists=False)
    operator = OPERATORS.get(base.removesuffix(_IF_EXISTS))
    if operator is None or operator is NULL:
        return None
    return Comparison(operator, for_values, if_exists=True)


@final
class Condition:
    """One compiled condition of a statement. key: in lower case."""

    __slots__ = ("_for_values", "_if_absent", "_is_multivalued", "_is_negated", "_tests", "key")

    def __init__(self, compared: Comparison, key: str, tests: Sequence[Test]) -> None:
        self.key = key
        self._for_values = compared.for_values
        self._is_negated = compared.operator.is_negated
        self._is_multivalued = key in MULTIVALUED_KEYS
        self._tests = tuple(tests)
        self._if_absent = compared.for_values == _FOR_ALL_VALUES or (
            compared.for_values == _NO_SET and (compared.if_exists or self._is_negated)
        )

    def holds(self, request: Request) -> bool:
        """Returns whether the request satisfies the condition."""
        values = request.values(self.key)
        if values is None:
            return self._if_absent
        if self._for_values == _FOR_ANY_VALUE:
            for value in values:  # noqa: SIM110  (a generator costs a frame)
                if self._holds_for(value, request):
                    return True
            return False
        if self._for_values == _NO_SET and (self._is_multivalued or len(values) > 1):
            return False
        for value in values:  # noqa: SIM110  (a generator costs a frame)
            if not self._holds_for(value, request):
                return False
        return True

    def _holds_for(self, value: str, request: Request) -> bool:
        spend(len(self._tests))
        for test in self._tests:
            if test.matches(value, request):
                return not self._is_negated
        return self._is_negated


@final
class NullCondition:
    """A condition on whether a key is absent. key: in lower case."""

    __slots__ = ("_if_absent", "_if_present", "key")

    def __init__(self, key: str, texts: Sequence[str]) -> None:
        self.key = key
        wanted = {text.lower() for text in texts}
        self._if_absent = "true" in wanted
        self._if_present = "false" in wanted

    def holds(self, request: Request) -> bool:
        """Returns whether the key is absent or present as the policy demands."""
        return self._if_absent if request.values(self.key) is None else self._if_present


def condition(
    compared: Comparison, key: str, texts: Sequence[str], *, has_variables: bool
) -> Condition | NullCondition:
    """Returns a compiled condition. has_variables: see `Operator.compile`."""
    if compared.operator is NULL:
        return NullCondition(key.lower(), texts)
    tests = [compared.operator.compile(text, has_variables) for text in texts]
    return Condition(compared, key.lower(), tests)
