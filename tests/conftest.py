"""Settings of all tests."""

import gc

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
    """Chooses the storage before tests are imported.

    The import of all tests makes no garbage, but the garbage collector would look for some.
    """
    gc.disable()
    stores.choose(config.getoption(stores.OPTION))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the tests that mostly wait first, and skips what the chosen storage does not have.

    pytest-xdist gives each process a part of the list. So one process has the tests that wait, and
    the others use the processors meanwhile.
    """
    items.sort(key=lambda each: each.get_closest_marker("waits") is None)
    if stores.is_postgresql():
        stores.skip_tests_of_folders(items)


def pytest_collection_finish() -> None:
    """Keeps the garbage collector from looking at the collected tests again and again."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_sessionfinish() -> None:
    """See `at_end`."""
    end_all()
