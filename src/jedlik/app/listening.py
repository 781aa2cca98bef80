"""The sockets on which a server listens, and the text of their address."""

import errno
import ipaddress
import socket
from typing import Final

from jedlik.app.settings import Settings, SettingsError

_BACKLOG: Final = 1024
_LOOPBACK_BY_WILDCARD: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


def bind(settings: Settings) -> list[socket.socket]:
    """Returns a bound socket for each worker. Raises SettingsError."""
    # Python loads tables of Unicode to encode a name (IDNA), except if it gets bytes.
    host = settings.host.encode() if settings.host.isascii() else settings.host
    try:
        found = socket.getaddrinfo(
            host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (socket.gaierror, UnicodeError) as error:
        raise SettingsError(f"--host {settings.host} is no address of this machine") from error
    family, _, _, _, address = found[0]
    _refuse_danger(settings, str(address[0]))
    first = _bound(settings, family, address, shared=False)
    if settings.workers == 1:
        return [first]
    # The first socket proves that no other server has the port: the system would give a shared port
    # to both servers.
    address = first.getsockname()
    first.close()
    return [_bound(settings, family, address, shared=True) for _ in range(settings.workers)]


def authority(host: str, port: int) -> str:
    """Returns host and port in the form of a URL, with an IPv6 address in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def reachable_host(host: str) -> str:
    """Returns a host to connect to: loopback for a server that listens on all addresses."""
    return _LOOPBACK_BY_WILDCARD.get(host, host)


def _refuse_danger(settings: Settings, address: str) -> None:
    if settings.auth == "enforce" or settings.dangerously_open_to_network:
        return
    if not ipaddress.ip_address(address.partition("%")[0]).is_loopback:
        raise SettingsError(
            f"--host {settings.host} can be reached from other machines, and --auth open lets"
            " everyone there read and delete everything. Use --auth enforce, or accept the danger"
            " with --dangerously-open-to-network"
        )


def _bound(
    settings: Settings, family: int, address: tuple[object, ...], *, shared: bool
) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        bound.bind((str(address[0]).encode(), *address[1:]))
        bound.listen(_BACKLOG)
    except OSError as error:
        bound.close()
        raise SettingsError(_bind_failure(settings, error)) from error
    return bound


def _bind_failure(settings: Settings, error: OSError) -> str:
    where = f"{settings.host} port {settings.port}"
    if error.errno == errno.EADDRINUSE:
        return f"{where} is in use by another program: stop it, or choose another --port"
    if error.errno == errno.EACCES:
        return f"this user may not listen on {where}: choose a --port above 1023"
    return f"cannot listen on {where}: {error.strerror}"
