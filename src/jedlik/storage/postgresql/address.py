"""Where the database is: the address of `--store`, without its password.

A password is never part of the address, because other users of the machine can read the arguments
of a process. What is shown in logs and errors is `Address.shown`: host, port and database.
"""

import ssl
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, final
from urllib.parse import parse_qsl, unquote, urlsplit

PASSWORD_VARIABLE: Final = "JEDLIK_STORE_PASSWORD"  # noqa: S105  (the name of a variable)

NODE: Final = "jedlik"  # the name of the connections of nodes
# That of the connection with which a node starts. It serves nobody until it has opened others.
STARTING: Final = "jedlik start"

_SCHEMES: Final = ("postgresql", "postgres")
# Any other parameter would become a setting of the session, and could change what statements mean.
_PARAMETERS: Final = ("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "host", "port")
_PORT: Final = 5432
_LOCAL: Final = ("localhost", "127.0.0.1", "::1", "")


Place = tuple[str, int]  # a host and a port


class AddressError(Exception):
    """An address or a password cannot be used. The text is a sentence for the operator."""


@final
class Address:
    """An address whose form has been checked.

    shown: what logs and errors may show. program: the name that the server shows for connections.
    shards: into how many shards a new database is distributed with Citus; 0: none, or as the
    database is.
    """

    __slots__ = ("_password", "_places", "_tls", "_url", "program", "shards", "shown")

    def __init__(
        self,
        url: str,
        places: Sequence[Place],
        shown: str,
        password: str | None,
        tls: str | bool | None,
    ) -> None:
        """places: if the address names several hosts. tls: a file with root certificates, "" for
        those of the system, False for a connection without TLS to this machine, None if the address
        itself says how to use TLS.
        """
        self.shown: Final = shown
        self.program = NODE
        self.shards = 0
        self._url = url
        self._places = places
        self._password = password
        self._tls = tls

    def of_command(self, program: str) -> "Address":
        """Returns the same address for connections of a command, which is not a node."""
        copy = Address(self._url, self._places, self.shown, self._password, self._tls)
        copy.program = program
        copy.shards = self.shards
        return copy

    def servers(self) -> list[dict[str, Any]]:
        """Returns the arguments of `asyncpg.connect` for each host."""
        given = self.arguments()
        return [{**given, "host": host, "port": port} for host, port in self._places] or [given]

    def arguments(self) -> dict[str, Any]:
        """Returns the arguments of `asyncpg.connect` for the whole address."""
        given: dict[str, Any] = {"dsn": self._url}
        if self._password is not None:
            given["password"] = self._password
        if isinstance(self._tls, str):
            given["ssl"] = ssl.create_default_context(cafile=self._tls or None)
        elif self._tls is not None:
            given["ssl"] = self._tls
        return given


def address_of(
    url: str, password_file: str, environment: Mapping[str, str], shards: int = 0
) -> Address:
    """Returns the address for `url`. Raises AddressError, without showing the url.

    password_file: a file whose first line is the password, "" if there is none. shards: see
    Address.
    """
    try:
        parts = urlsplit(url)
        parameters = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        has_password = parts.password is not None
        hosts = _hosts(parts.netloc, parameters)
        places = _places(hosts, parameters.get("port", ""))
    except ValueError:
        raise AddressError(
            "--store must be postgresql://USER@HOST:PORT/DATABASE with parameters such as"
            " ?sslmode=verify-full"
        ) from None
    if parts.scheme not in _SCHEMES or parts.fragment:
        raise AddressError("--store must begin with postgresql:// and have no #")
    if has_password or "password" in parameters:
        raise AddressError(
            "--store must not have a password, which lists of processes would show: give it in"
            f" {PASSWORD_VARIABLE} or in the file of --store-password-file"
        )
    unknown = sorted(set(parameters) - set(_PARAMETERS))
    if unknown:
        raise AddressError(f"--store may have the parameters {', '.join(_PARAMETERS)} only")
    if not parts.path.strip("/"):
        raise AddressError("--store must name a database: postgresql://USER@HOST:PORT/DATABASE")
    tls: str | bool | None = None
    if "sslmode" not in parameters:
        tls = False if all(map(_is_local, hosts)) else parameters.get("sslrootcert", "")
    shown = f"{','.join(hosts)} database {unquote(parts.path.strip('/'))}"
    address = Address(
        url,
        places,
        "".join(each if each.isprintable() else "?" for each in shown),
        _password(password_file, environment),
        tls,
    )
    address.shards = shards
    return address


def _hosts(netloc: str, parameters: Mapping[str, str]) -> list[str]:
    """Returns the hosts with their ports, as they are written."""
    listed = netloc.rpartition("@")[2] or parameters.get("host", "")
    return unquote(listed).split(",")


def _places(hosts: Sequence[str], ports: str) -> list[Place]:
    """Returns the hosts and their ports, none if there is only one host.

    ports: the value of the parameter `port`, for hosts without a port of their own. Raises
    ValueError.
    """
    if len(hosts) < 2:
        return []
    given = (ports or str(_PORT)).split(",")
    if len(given) == 1:
        given *= len(hosts)
    return [_place(host, int(port)) for host, port in zip(hosts, given, strict=True)]


def _place(host: str, port: int) -> Place:
    if host.startswith("/"):  # a Unix socket
        return host, port
    if host.startswith("["):
        name, _, own = host[1:].partition("]")
        own = own.removeprefix(":")
    else:
        name, _, own = host.partition(":")
    return name, int(own) if own else port


def _is_local(host: str) -> bool:
    if host.startswith("/"):  # a Unix socket
        return True
    if host.startswith("["):
        return host[1:].partition("]")[0] in _LOCAL
    return host.partition(":")[0] in _LOCAL


def _password(path: str, environment: Mapping[str, str]) -> str | None:
    """Returns the password, or None: then asyncpg looks where libpq would (PGPASSWORD, .pgpass)."""
    given = environment.get(PASSWORD_VARIABLE)
    if path and given:
        raise AddressError(f"give {PASSWORD_VARIABLE} or --store-password-file, not both")
    if not path:
        return given or None
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise AddressError(f"cannot read the password file {path}: {reason}") from None
    if not lines or not lines[0]:
        raise AddressError(f"the password file {path} is empty")
    return lines[0]
