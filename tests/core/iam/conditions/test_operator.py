"""A value that its operator cannot read."""

from jedlik.core.iam.conditions.operator import Never
from tests.core.iam.requests import request


def test_it_matches_nothing() -> None:
    assert not Never().matches("", request())
