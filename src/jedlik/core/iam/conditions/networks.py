"""IpAddress and NotIpAddress: addresses and CIDR ranges of both versions. No variables."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, final

from jedlik.core.iam.conditions.operator import Never, Operator, Test
from jedlik.core.iam.request import Request

_ADDRESS_CHARACTERS: Final = 64


@final
class _Network(Test):
    """The addresses of one version whose first bits are given."""

    __slots__ = ("_first", "_mask", "_version")

    def __init__(self, network: IPv4Network | IPv6Network) -> None:
        self._version = network.version
        self._mask = int(network.netmask)
        self._first = int(network.network_address)

    def matches(self, value: str, request: Request) -> bool:
        address = _address(value)
        return (
            address is not None
            and address.version == self._version
            and int(address) & self._mask == self._first
        )


def _address(text: str) -> IPv4Address | IPv6Address | None:
    # A zone such as %eth0 names an interface of one machine and no range.
    if len(text) > _ADDRESS_CHARACTERS or "%" in text:
        return None
    try:
        return ip_address(text)
    except ValueError:
        return None


def _network(text: str, has_variables: bool) -> Test:
    address, slash, prefix = text.partition("/")
    if _address(address) is None or (slash and not (prefix.isascii() and prefix.isdigit())):
        return Never()
    try:
        return _Network(ip_network(text, strict=False))
    except ValueError:
        return Never()


NETWORK_OPERATORS: Final = (
    Operator("IpAddress", _network),
    Operator("NotIpAddress", _network, is_negated=True),
)
