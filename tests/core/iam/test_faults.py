"""Errors of documents that only their callers can notice, and places in texts."""

import pytest

from jedlik.core.iam.faults import position_of, unknown_principal
from jedlik.core.iam.policy import PolicyKind, Position


@pytest.mark.parametrize(
    ("kind", "code", "message"),
    [
        (
            PolicyKind.TRUST,
            "MalformedPolicyDocument",
            'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:user/Bob"',
        ),
        (
            PolicyKind.TABLE,
            "ValidationException",
            "One or more parameter values were invalid: Invalid principal in policy document.",
        ),
    ],
)
def test_unknown_principals(kind: PolicyKind, code: str, message: str) -> None:
    # Sources: databrickslabs/ucx issue 2269; ack-api-quirks, entry 211.
    error = unknown_principal(kind, "AWS", "arn:aws:iam::123456789012:user/Bob").error
    assert (error.code, error.message) == (code, message)


def test_positions_count_from_one() -> None:
    text = "ab\ncd\n"
    assert [position_of(text, at) for at in (0, 2, 3, 6)] == [
        Position(1, 1),
        Position(1, 3),
        Position(2, 1),
        Position(3, 1),
    ]
