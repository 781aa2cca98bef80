"""ARN operators. More rows are in `cases`."""

import pytest

from jedlik.core.iam.conditions.arns import ARN_OPERATORS
from tests.core.iam.requests import ANNA, request


@pytest.mark.parametrize("operator", ARN_OPERATORS, ids=lambda each: each.name)
def test_all_four_compare_alike(operator: object) -> None:
    (found,) = (each for each in ARN_OPERATORS if each is operator)
    assert found.is_negated is ("Not" in found.name)
    assert found.compile("arn:aws:iam::*:user/A*", True).matches(ANNA.arn, request())
    assert not found.compile("arn:aws:iam::*:role/A*", True).matches(ANNA.arn, request())
    assert not found.compile("arn:aws:iam::*:user/A*", True).matches("Anna", request())
    assert not found.compile("no ARN", True).matches("no ARN", request())
