"""DescribeLimits. Source: recorded answers, October 2026."""

from tests.engine.in_memory import Caller

# --- serialization, validation: there is no member -----------------------------------------------
# --- behaviour -----------------------------------------------------------------------------------


def test_the_quotas_of_an_account() -> None:
    assert Caller().call("DescribeLimits") == {
        "AccountMaxReadCapacityUnits": 80_000,
        "AccountMaxWriteCapacityUnits": 80_000,
        "TableMaxReadCapacityUnits": 40_000,
        "TableMaxWriteCapacityUnits": 40_000,
    }
