"""Errors as values."""

import pytest

from jedlik.core.errors import Scope, ServiceError, enveloped, invalid


@pytest.mark.parametrize("scope", Scope)
def test_validation_errors(scope: Scope) -> None:
    assert invalid("why", scope).error == ServiceError("ValidationException", "why", {}, scope)
    assert enveloped("why", scope).error == ServiceError(
        "ValidationException", "1 validation error detected: why", {}, scope
    )


def test_an_error_refuses_its_own_action_unless_it_says_otherwise() -> None:
    assert invalid("why").error.scope is enveloped("why").error.scope is Scope.ACTION


def test_an_error_inside_an_answer() -> None:
    error = ServiceError("ConditionalCheckFailedException", "no", {"Item": 1}, Scope.REQUEST)
    assert error.as_reason == {"Code": "ConditionalCheckFailed", "Message": "no", "Item": 1}
