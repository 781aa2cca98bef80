"""The hosts in Host and Origin, and which of them are this machine.

A browser sends the Origin of the page that makes a request: `https://example.com`, or `null` for a
page that has none. It sends in Host what the URL of the request names: `example.com:8000`.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

_AUTHORITY: Final = re.compile(
    r"(?:\[(?P<address>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+?)\.?)(?::[0-9]{0,5})?"
)
_ORIGIN: Final = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<authority>[^/?#@\s,]+)")
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}
_LOCALHOST: Final = "localhost"
_BELOW_LOCALHOST: Final = ".localhost"


def host_in(authority: str) -> str | None:
    """Returns the name or the address in `name:port`, in small letters and without brackets.

    Returns None if the text has another form.
    """
    found = _AUTHORITY.fullmatch(authority.lower())
    return None if found is None else found["address"] or found["name"]


def origin_in(text: str) -> str | None:
    """Returns an origin in the form that browsers send. Returns None if the text is no origin."""
    found = _ORIGIN.fullmatch(text.strip().lower().removesuffix("/"))
    if found is None:
        return None
    scheme, authority = found["scheme"], found["authority"]
    if host_in(authority) is None:
        return None
    return f"{scheme}://{authority.removesuffix(_DEFAULT_PORTS.get(scheme, '/'))}"


def is_same_origin(origin: str, host: str) -> bool:
    """Returns whether a page of an origin was loaded from the server that it calls.

    host: the header Host of the call. The scheme is not compared: a proxy may add TLS.
    """
    known = origin_in(origin)
    if known is None:
        return False
    scheme = known.partition("://")[0]
    return scheme in _DEFAULT_PORTS and known == origin_in(f"{scheme}://{host}")


def is_loopback_origin(origin: str) -> bool:
    """Returns whether the page was loaded from this machine, over HTTP or HTTPS."""
    scheme, _, authority = origin.lower().partition("://")
    host = host_in(authority) if scheme in _DEFAULT_PORTS else None
    return host is not None and is_loopback(host)


def is_loopback(host: str) -> bool:
    """Returns whether a name or an address is this machine for every resolver and browser.

    The names are those of RFC 6761: `localhost` and the names below it.
    """
    if host == _LOCALHOST or host.endswith(_BELOW_LOCALHOST):
        return True
    address = address_in(host)
    return address is not None and address.is_loopback


def address_in(host: str) -> IPv4Address | IPv6Address | None:
    """Returns the address that a text is, None if it is none. An IPv4 address may be in IPv6."""
    try:
        address = ip_address(host)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
