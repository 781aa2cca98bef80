"""Names of operators with prefixes and IfExists. What they mean is in rows of `cases`."""

import pytest

from jedlik.core.iam.conditions.condition import OPERATORS, comparison, condition
from tests.core.iam.requests import request


@pytest.mark.parametrize("prefix", ["", "ForAllValues:", "ForAnyValue:"])
@pytest.mark.parametrize("name", OPERATORS)
def test_every_operator_has_prefixes(prefix: str, name: str) -> None:
    found = comparison(prefix + name)
    assert found is not None
    assert (found.operator.name, found.if_exists) == (name, False)


@pytest.mark.parametrize("name", OPERATORS)
def test_every_operator_except_null_has_if_exists(name: str) -> None:
    found = comparison(name + "IfExists")
    assert (found is None) is (name == "Null")
    assert found is None or found.if_exists


@pytest.mark.parametrize(
    "name",
    [
        *("", "IfExists", "stringequals", "StringEqualsifexists", "StringEqualsIfExistsIfExists"),
        *(":StringEquals", "forallvalues:StringEquals", "ForAllValues:", "ForAllValues"),
        *("ForAllValues:ForAnyValue:Bool", "ForAnyValue::Bool", "StringNotNotEquals"),
    ],
)
def test_other_names_mean_nothing(name: str) -> None:
    assert comparison(name) is None


def test_keys_are_compared_in_lower_case() -> None:
    for name in ("StringEquals", "Null"):
        found = comparison(name)
        assert found is not None
        assert condition(found, "AWS:UserName", ["false"], has_variables=True).key == "aws:username"


def test_null_accepts_both_or_nothing() -> None:
    null = comparison("Null")
    assert null is not None
    for texts, if_absent, if_present in (
        (["true"], True, False),
        (["FALSE"], False, True),
        (["true", "false"], True, True),
        (["maybe"], False, False),
        ([], False, False),
    ):
        made = condition(null, "a:b", texts, has_variables=True)
        assert made.holds(request()) is if_absent
        assert made.holds(request(a__b="x")) is if_present
