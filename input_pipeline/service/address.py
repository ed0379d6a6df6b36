"""Addresses of the data service, as users write them."""

import re

_ADDRESS = re.compile(r"(?:grpc://)?((?:[\w.-]+|\[[\da-fA-F:]+\]):(\d{1,5}))")


def service_address(text: str) -> str:
    """Checks an address and returns it as `host:port`.

    Args:
        text: `host:port` or `grpc://host:port`.

    Raises:
        ValueError: if it is neither.
    """
    match = _ADDRESS.fullmatch(text)
    if not match or not 0 < int(match[2]) < 2**16:
        raise ValueError(
            "the address of the data service must be HOST:PORT, such as "
            f"'trainer-0:5050'. Received: {text!r}"
        )
    return match[1]
