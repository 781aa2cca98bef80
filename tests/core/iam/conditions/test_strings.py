"""String operators: names, negation, case, wildcards. More rows are in `cases`."""

import pytest

from jedlik.core.iam.conditions.strings import STRING_OPERATORS
from tests.core.iam.requests import request


@pytest.mark.parametrize(
    ("name", "text", "value", "matches"),
    [
        ("StringEquals", "a*", "ab", False),
        ("StringNotEquals", "a", "a", True),
        ("StringEqualsIgnoreCase", "STRASSE", "strasse", True),
        ("StringNotEqualsIgnoreCase", "a", "A", True),
        ("StringLike", "a*", "ab", True),
        ("StringNotLike", "a?", "ab", True),
        ("StringLike", "${aws:username}?", "Anna1", True),
    ],
)
def test_tests_of_values(name: str, text: str, value: str, matches: bool) -> None:
    (operator,) = (each for each in STRING_OPERATORS if each.name == name)
    assert operator.is_negated is ("Not" in name)
    test = operator.compile(text, True)
    assert test.matches(value, request(aws__username="Anna")) is matches


def test_variables_are_literal_in_old_documents() -> None:
    for operator in STRING_OPERATORS:
        test = operator.compile("${aws:username}", False)
        assert test.matches("${aws:username}", request(aws__username="Anna"))
