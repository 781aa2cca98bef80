"""The hosts in Host and Origin."""

import pytest

from jedlik.wire.http.authority import (
    host_in,
    is_loopback,
    is_loopback_origin,
    is_same_origin,
    origin_in,
)


@pytest.mark.parametrize(
    ("authority", "host"),
    [
        ("example.com", "example.com"),
        ("Example.COM:8000", "example.com"),
        ("example.com.:8000", "example.com"),
        ("my_service:8000", "my_service"),
        ("127.0.0.1:8000", "127.0.0.1"),
        ("[::1]:8000", "::1"),
        ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1"),
        ("example.com:", "example.com"),
        ("", None),
        (":8000", None),
        ("::1", None),
        ("a b", None),
        ("a,b", None),
        ("user@example.com", None),
        ("example.com:8000:9000", None),
        ("example.com:123456", None),
        ("http://example.com", None),
    ],
)
def test_the_host_of_an_authority(authority: str, host: str | None) -> None:
    assert host_in(authority) == host


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://app.example", "https://app.example"),
        (" HTTPS://App.Example/ ", "https://app.example"),
        ("https://app.example:443", "https://app.example"),
        ("http://app.example:80", "http://app.example"),
        ("https://app.example:80", "https://app.example:80"),
        ("chrome-extension://abcdef", "chrome-extension://abcdef"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("app.example", None),
        ("https://", None),
        ("https://*.example", None),
        ("https://app.example/path", None),
        ("https://user@app.example", None),
        ("null", None),
    ],
)
def test_origins_have_one_form(text: str, origin: str | None) -> None:
    assert origin_in(text) == origin


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("app.localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("notlocalhost", False),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
        ("0.0.0.0", False),
        ("203.0.113.7", False),
        ("::ffff:203.0.113.7", False),
        ("", False),
    ],
)
def test_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    ("origin", "loopback"),
    [
        ("http://localhost:3000", True),
        ("https://localhost", True),
        ("http://app.localhost:5173", True),
        ("http://127.0.0.1:8080", True),
        ("http://[::1]:3000", True),
        ("ftp://localhost", False),
        ("chrome-extension://localhost", False),
        ("http://localhost.evil.example", False),
        ("http://localhost@evil.example", False),
        ("http://evil.example/localhost", False),
        ("http://evil.example#localhost", False),
        ("http://localhost:3000, http://evil.example", False),
        ("localhost", False),
        ("null", False),
        ("", False),
    ],
)
def test_loopback_origins(origin: str, loopback: bool) -> None:
    assert is_loopback_origin(origin) is loopback


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("http://10.0.0.7:8000", "10.0.0.7:8000", True),
        ("https://db.example", "db.example", True),
        ("https://db.example", "DB.example:443", True),
        ("http://[2001:db8::7]:8000", "[2001:db8::7]:8000", True),
        ("http://10.0.0.7:8000", "10.0.0.7:9000", False),
        ("http://10.0.0.7", "10.0.0.7:8000", False),
        ("https://evil.example", "db.example", False),
        ("file://db.example", "db.example", False),
        ("null", "null", False),
        ("", "", False),
        ("http://", "", False),
    ],
)
def test_a_page_of_the_server_that_it_calls(origin: str, host: str, same: bool) -> None:
    assert is_same_origin(origin, host) is same
