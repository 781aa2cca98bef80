"""Settings of all tests."""

from hypothesis import HealthCheck, settings

from tests.at_end import end_all

# A busy machine is no reason to fail: no example has a deadline, and nothing asks how long the
# making of examples takes.
settings.register_profile("jedlik", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("jedlik")


def pytest_sessionfinish() -> None:
    """See `at_end`."""
    end_all()
