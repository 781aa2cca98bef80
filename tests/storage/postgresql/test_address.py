"""Addresses of databases: what is accepted, what is shown, and when TLS is verified."""

import ssl
from pathlib import Path

import pytest

from jedlik.storage.postgresql.address import AddressError, address_of

LOCAL = "postgresql://anna@127.0.0.1:5433/tables"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (LOCAL, "127.0.0.1:5433 database tables"),
        ("postgres://anna@db.example/tables", "db.example database tables"),
        ("postgresql://anna@one:1,two:2/tables", "one:1,two:2 database tables"),
        ("postgresql://anna@/tables?host=/run/postgresql", "/run/postgresql database tables"),
        ("postgresql://db/%0Atables", "db database ?tables"),
    ],
)
def test_what_is_shown(url: str, shown: str) -> None:
    assert address_of(url, "", {}).shown == shown


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mysql://anna@db/tables", "must begin with postgresql://"),
        ("postgresql://anna@db/tables#x", "must begin with postgresql://"),
        ("postgresql://anna:secret@db/tables", "must not have a password"),
        ("postgresql://anna@db/tables?password=secret", "must not have a password"),
        ("postgresql://anna@db/tables?search_path=secret", "may have the parameters"),
        ("postgresql://anna@db/tables?secret", "must be postgresql://USER"),
        ("postgresql://anna@db", "must name a database"),
        ("postgresql://anna@[secret/tables", "must be postgresql://USER"),
    ],
)
def test_what_is_refused_is_not_shown(url: str, reason: str) -> None:
    with pytest.raises(AddressError, match=reason) as caught:
        address_of(url, "", {})
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_host_that_is_not_this_machine_must_prove_its_name() -> None:
    context = address_of("postgresql://anna@db.example/tables", "", {}).arguments()["ssl"]
    assert isinstance(context, ssl.SSLContext)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    mixed = address_of("postgresql://anna@localhost,db.example/tables", "", {})
    assert isinstance(mixed.arguments()["ssl"], ssl.SSLContext)
    for url in (LOCAL, "postgresql://anna@[::1]:5/tables", "postgresql:///tables?host=/run"):
        assert address_of(url, "", {}).arguments()["ssl"] is False
    chosen = address_of("postgresql://anna@db.example/tables?sslmode=require", "", {})
    assert "ssl" not in chosen.arguments()  # asyncpg reads it from the address


def test_a_password_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    assert "password" not in address_of(LOCAL, "", {}).arguments()
    given = {"JEDLIK_STORE_PASSWORD": "from the environment"}
    assert address_of(LOCAL, "", given).arguments()["password"] == "from the environment"
    path = tmp_path / "password"
    path.write_text("from a file\nanother line\n")
    assert address_of(LOCAL, str(path), {}).arguments()["password"] == "from a file"
    for text, environment in (("", {}), ("\n", {}), ("secret", given)):
        path.write_text(text)
        with pytest.raises(AddressError) as caught:
            address_of(LOCAL, str(path), environment)
        assert "secret" not in str(caught.value)
    path.write_bytes(b"\xff")
    for unreadable in (str(path), str(tmp_path / "absent")):
        with pytest.raises(AddressError, match="cannot read the password file"):
            address_of(LOCAL, unreadable, {})


@pytest.mark.parametrize(
    ("url", "places"),
    [
        (LOCAL, [None]),
        ("postgresql://anna@one:1,two/tables", [("one", 1), ("two", 5432)]),
        ("postgresql://anna@one,two/tables?port=6", [("one", 6), ("two", 6)]),
        ("postgresql://anna@/tables?host=one,two&port=6,7", [("one", 6), ("two", 7)]),
        ("postgresql://anna@[::1]:5,[::2]/tables", [("::1", 5), ("::2", 5432)]),
        ("postgresql:///tables?host=/run,/other", [("/run", 5432), ("/other", 5432)]),
    ],
)
def test_each_host_has_arguments_of_its_own(url: str, places: list[tuple[str, int] | None]) -> None:
    servers = address_of(url, "", {"JEDLIK_STORE_PASSWORD": "known"}).servers()
    assert all(each["password"] == "known" and each["dsn"] == url for each in servers)
    found = [(each["host"], each["port"]) if "host" in each else None for each in servers]
    assert found == places


@pytest.mark.parametrize("ports", ["x", "1,2,3"])
def test_ports_that_fit_no_hosts(ports: str) -> None:
    with pytest.raises(AddressError, match="must be postgresql://USER"):
        address_of(f"postgresql://anna@one,two/tables?port={ports}", "", {})
