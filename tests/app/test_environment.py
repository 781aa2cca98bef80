"""Variables that look like settings: those of Kubernetes, and misspelt ones."""

import pytest

from jedlik.app.environment import misspelt, setting_in
from jedlik.app.settings import SETTINGS
from tests.app.server import serving

# What a pod finds if its namespace has the Services `jedlik` and `jedlik-db`.
OF_SERVICES = {
    "JEDLIK_SERVICE_HOST": "10.0.0.1",
    "JEDLIK_SERVICE_PORT": "8000",
    "JEDLIK_SERVICE_PORT_HTTP": "8000",
    "JEDLIK_PORT": "tcp://10.0.0.1:8000",
    "JEDLIK_PORT_8000_TCP": "tcp://10.0.0.1:8000",
    "JEDLIK_PORT_8000_TCP_PROTO": "tcp",
    "JEDLIK_PORT_8000_TCP_PORT": "8000",
    "JEDLIK_PORT_8000_TCP_ADDR": "10.0.0.1",
    "JEDLIK_DB_SERVICE_HOST": "10.0.0.2",
    "JEDLIK_DB_PORT": "tcp://10.0.0.2:5432",
}
VARIABLES = [each.variable for each in SETTINGS]


def test_variables_of_services_are_no_settings() -> None:
    assert misspelt(OF_SERVICES, VARIABLES) == []
    assert [each for each in VARIABLES if setting_in(OF_SERVICES, each) is not None] == []


def test_a_server_starts_with_the_variables_of_services() -> None:
    with serving("--memory", extra=OF_SERVICES) as server:
        assert server.port != 8000


def test_a_setting_is_found() -> None:
    assert setting_in({"JEDLIK_PORT": "8123"}, "JEDLIK_PORT") == "8123"
    assert setting_in({}, "JEDLIK_PORT") is None


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("JEDLIK_PROT", "JEDLIK_PORT"),
        ("JEDLIK_MEMORY_LIMITS", "JEDLIK_MEMORY_LIMIT"),
        ("JEDLIK_ROOT_ACCESS_KEY", "JEDLIK_ROOT_ACCESS_KEY_ID"),
    ],
)
def test_a_misspelt_variable_is_named(variable: str, meant: str) -> None:
    sentence = f"The variable {variable} has no effect. Did you mean {meant}?"
    assert misspelt({variable: "1", "JEDLIK_PORT": "8000"}, VARIABLES) == [sentence]


def test_other_variables_are_not_named() -> None:
    assert misspelt({"JEDLIK_PURE": "1", "JEDLIK_SEED": "2", "PORT": "3"}, VARIABLES) == []


def test_a_server_names_a_misspelt_variable_and_starts() -> None:
    with serving("--memory", extra={"JEDLIK_DRAINS": "1"}) as server:
        sentence = "jedlik: The variable JEDLIK_DRAINS has no effect. Did you mean JEDLIK_DRAIN?\n"
        assert server.stop() == (0, sentence)
