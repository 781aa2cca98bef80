"""Which errors mean what."""

import asyncpg
import pytest

from jedlik.storage.interface import FailureKind
from jedlik.storage.postgresql.failures import (
    closed,
    is_lost,
    is_of_the_caller,
    may_succeed_now,
    meets_doubt,
    unavailable,
)


def error(code: str) -> asyncpg.PostgresError:
    made = asyncpg.PostgresError("line one\nDETAIL: line two")
    made.sqlstate = code
    return made


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("53100", FailureKind.FULL),
        ("25006", FailureKind.READ_ONLY),
        ("55P03", FailureKind.LOCKED),
        ("57014", FailureKind.LOCKED),
        ("XX001", FailureKind.DAMAGED),
        ("58030", FailureKind.IO),
        ("57P03", FailureKind.UNREACHABLE),
        ("53300", FailureKind.UNREACHABLE),
        ("28P01", FailureKind.UNREACHABLE),
        ("3D000", FailureKind.UNREACHABLE),
    ],
)
def test_kinds(code: str, kind: FailureKind) -> None:
    failure = unavailable(error(code))
    assert failure.kind is kind
    assert str(failure) == "PostgresError: line one"
    assert not is_of_the_caller(error(code))


def test_errors_of_the_network_are_lost_connections() -> None:
    for each in (ConnectionResetError(), TimeoutError(), error("57P01"), error("08006")):
        assert is_lost(each)
        assert unavailable(each).kind is FailureKind.UNREACHABLE
    assert not is_lost(error("40P01"))
    assert not is_lost(ValueError())


def test_what_is_tried_again_and_what_is_a_defect_of_the_caller() -> None:
    assert all(may_succeed_now(error(code)) for code in ("40001", "40P01", "JK001"))
    assert not may_succeed_now(error("55P03"))
    assert is_of_the_caller(error("22003"))
    assert not is_of_the_caller(ConnectionResetError())
    assert closed().kind is FailureKind.CLOSED


def test_a_failure_has_its_cause_before_it_is_raised() -> None:
    """Compiled modules raise it without: mypyc leaves out what follows `from`."""
    cause = error("JK002")
    failure = unavailable(cause)
    assert failure.__cause__ is cause
    assert meets_doubt(failure)
