"""Addresses in text. The refusals of `bind` are in test_cli.py."""

import subprocess
import sys

import pytest

from jedlik.app.listening import authority, reachable_host


@pytest.mark.parametrize(
    ("host", "text"),
    [
        ("127.0.0.1", "127.0.0.1:8000"),
        ("db.example", "db.example:8000"),
        ("::1", "[::1]:8000"),
        ("0.0.0.0", "127.0.0.1:8000"),
        ("::", "[::1]:8000"),
    ],
)
def test_an_address_to_connect_to(host: str, text: str) -> None:
    assert authority(reachable_host(host), 8000) == text


def test_to_listen_loads_no_tables_of_unicode() -> None:
    """They take 0.4 MB, which every idle server would have."""
    text = """
import sys
from types import SimpleNamespace
from jedlik.app.listening import bind

settings = SimpleNamespace(host="127.0.0.1", port=0, auth="enforce", workers=1)
(bound,) = bind(settings)
assert bound.getsockname()[0] == "127.0.0.1"
sys.exit("encodings.idna" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", text], check=True)
