"""Addresses in text. The refusals of `bind` are in test_cli.py."""

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
