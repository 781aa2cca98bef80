"""Settings of all tests."""

import pytest
from hypothesis import HealthCheck, settings

from tests.app import stores
from tests.at_end import end_all

# A busy machine is no reason to fail: no example has a deadline, and nothing asks how long the
# making of examples takes. Each run tries other examples, so many runs try many of them.
settings.register_profile(
    "jedlik", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("jedlik")
# Which lines are executed shows after some examples, and coverage.py makes each one slow.
settings.register_profile("coverage", settings.get_profile("jedlik"), max_examples=20)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--store`."""
    parser.addoption(
        stores.OPTION,
        choices=[stores.POSTGRESQL, stores.CITUS],
        help="the storage of the servers that tests start with --memory or --data",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Chooses the storage before tests are imported."""
    stores.choose(config.getoption(stores.OPTION))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what the chosen storage does not have."""
    if stores.is_postgresql():
        stores.skip_tests_of_folders(items)


def pytest_sessionfinish() -> None:
    """See `at_end`."""
    end_all()
