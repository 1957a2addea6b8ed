"""Own address: where people find the portal, for what is printed or sent to them."""

import ipaddress
import re
import socket

from archive.failures import Exit, Failure
from archive.settings import Portal

_ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")
_LONGEST = 200
"""Characters of an address: with more its QR code would be too fine."""


def address_from(portal: Portal, given: str | None) -> str:
    """The address given, without a stroke at its end; else the one that the settings speak of."""
    return _checked(given) if given else _own_address(portal)


def _checked(address: str) -> str:
    if not _ADDRESS.fullmatch(address) or len(address) > _LONGEST or not address.isprintable():
        raise Failure(Exit.USAGE, "bad-address", address=address)
    return address.rstrip("/")


def _own_address(portal: Portal) -> str:
    """Where the settings have the portal listen; by this machine's name where it listens everywhere."""
    host = portal.host
    try:
        if ipaddress.ip_address(host).is_unspecified:
            host = socket.gethostname()
    except ValueError:
        pass
    return f"http://{f'[{host}]' if ':' in host else host}:{portal.port}"
