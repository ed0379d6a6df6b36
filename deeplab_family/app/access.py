"""Access to the page: names of this machine, the page's origin, a token.

A page of another site can send requests to this machine from the same
browser. It cannot choose `Host` and `Origin`, and does not know the token.
"""

import hmac
import ipaddress
import re
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from urllib.parse import urlsplit

from deeplab_family.app.refusal import Refused

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\s:/@\[\]]+))(?::\d+)?")
_BEARER = "Bearer "


@dataclass(frozen=True)
class Access:
    """Access rule of a server: host names it answers to, and its token.

    Args:
        names: of the machine, as browsers may call it.
        token: that every request must hold; None on loopback, which other
            machines do not reach.
    """

    names: frozenset[str]
    token: str | None = None

    def check(self, headers: Message, query: Mapping[str, str]) -> None:
        """Refuses a request from elsewhere.

        Args:
            headers: of the request.
            query: of its address; the token may stand there.

        Raises:
            Refused: 403.
        """
        self._check_host(headers.get_all("Host") or [])
        self._check_origin(headers.get("Origin"), headers["Host"])
        if self.token is not None:
            self._check_token(headers, query)

    def _check_host(self, hosts: list[str]):
        name = host_name(hosts[0]) if len(hosts) == 1 else None
        # A site can let its own name mean this machine, but no address.
        known = name is not None and (
            name in self.names or (self.token is not None and _is_address(name))
        )
        if not known:
            raise Refused(
                HTTPStatus.FORBIDDEN,
                "This name is none of the machine's. Open the address that "
                "`deeplab app` has printed.",
            )

    def _check_origin(self, origin: str | None, host: str):
        if origin is None:
            return
        if urlsplit(origin).netloc.lower() != host.lower():
            raise Refused(
                HTTPStatus.FORBIDDEN,
                "Only the page itself may ask, no page of another site.",
            )

    def _check_token(self, headers, query):
        given = headers.get("Authorization", "")
        given = given.removeprefix(_BEARER) or query.get("token", "")
        if not hmac.compare_digest(_bytes(given), _bytes(self.token)):
            raise Refused(
                HTTPStatus.FORBIDDEN,
                "The token is missing or wrong. Open the whole address that "
                "`deeplab app` has printed, with what follows `?token=`.",
            )


def access_to(host: str) -> Access:
    """Access rule of a server at this address.

    Args:
        host: name or address that it listens to; those of loopback need no
            token, all others get a random one.
    """
    if is_loopback(host):
        return Access(LOOPBACK | {host})
    name = socket.gethostname().lower()
    names = LOOPBACK | {host.lower(), name, f"{name}.local"}
    return Access(names, secrets.token_urlsafe(24))


def is_loopback(host: str) -> bool:
    """Whether other machines cannot reach it."""
    if _is_address(host):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def host_name(text: str) -> str | None:
    """The name in a `Host` header, without its port; None for nonsense."""
    found = _HOST.fullmatch(text.lower())
    return found and (found[1] or found[2].rstrip("."))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
