"""Which addresses nothing is asked of, or sent to, unless firm.toml allows the host: all that is not the public
internet."""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], list[Address]]

# besides what Python itself calls not global, which differs between its versions
INTERNAL = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
        "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
TRANSLATED = IPv6Network("64:ff9b::/96")
COMPATIBLE = IPv6Network("::/96")


def resolved(host: str, port: int) -> list[Address]:
    """All addresses of a host, however it is written (127.1 and 0x7f000001 are addresses too), each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    texts = (str(place[0]).partition("%")[0] for *_, place in found)
    return [ip_address(text) for text in dict.fromkeys(texts)]


def is_internal(address: Address) -> bool:
    """Whether the address, or one that hides inside it, is not on the public internet."""
    inner = _inside(address)
    if inner is not None:
        return is_internal(inner)
    return not address.is_global or any(
        address in network for network in INTERNAL if network.version == address.version
    )


def _inside(address: Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, compatible, translated (NAT64) or tunnelled (6to4)."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped is not None or address.sixtofour is not None:
        return address.ipv4_mapped or address.sixtofour
    if address in TRANSLATED or (address in COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
