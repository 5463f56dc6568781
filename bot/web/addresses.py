"""Addresses: which are one source, and which may be many clients' at once."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

SUBNET = 64
"""Bits of an IPv6 address that tell a source: whoever has one address has all the rest."""


def address(remote: str) -> IPv4Address | IPv6Address | None:
    """A client's address; None for what is none, such as the name of a socket."""
    try:
        found = ip_address(remote)
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found


def inside(remote: str) -> bool:
    """Whether an address is not one of the public Internet, or is none at all: a proxy may stand
    there before everyone."""
    found = address(remote)
    return found is None or not found.is_global


def source_of(remote: str) -> str:
    """What a source is known by."""
    found = address(remote)
    if found is None:
        return remote
    if isinstance(found, IPv6Address):
        return str(ip_network((found, SUBNET), strict=False))
    return str(found)
