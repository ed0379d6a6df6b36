"""Request body: as long as announced, bounded, and sent within a time."""

import re
import time
from email.message import Message
from http import HTTPStatus
from typing import BinaryIO

from deeplab_family.app.refusal import Refused

MOST_BYTES = 32 * 2**20
"""Of an image."""
MOST_SECONDS = 60.0
"""For the whole of it, however slowly it comes."""
PIECE = 2**16
_LENGTH = re.compile("[0-9]{1,12}")


def body_length(headers: Message, most: int = MOST_BYTES) -> int:
    """The length that a request announces, in bytes.

    Raises:
        Refused: 411 without a length, 400 for one that is no number, or is
            there twice, 413 above `most`.
    """
    if "Transfer-Encoding" in headers:
        raise Refused(
            HTTPStatus.LENGTH_REQUIRED,
            "An image must come with its Content-Length, not in chunks.",
        )
    lengths = headers.get_all("Content-Length") or []
    if not lengths:
        raise Refused(
            HTTPStatus.LENGTH_REQUIRED, "An image needs its Content-Length."
        )
    if len(lengths) > 1 or not _LENGTH.fullmatch(lengths[0]):
        raise Refused(
            HTTPStatus.BAD_REQUEST,
            "Content-Length must be one number of bytes.",
        )
    length = int(lengths[0])
    if length > most:
        raise Refused(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"The file has {length / 2**20:,.1f} MiB; up to "
            f"{most / 2**20:,.0f} MiB are taken. Save it smaller, as a JPEG.",
        )
    return length


def read_body(file: BinaryIO, length: int) -> bytes:
    """Reads what was announced.

    Raises:
        Refused: 400 if it ends before, or 408 if it takes too long.
    """
    pieces = list(_pieces(file, length, MOST_SECONDS))
    received = sum(map(len, pieces))
    if received < length:
        raise Refused(
            HTTPStatus.BAD_REQUEST,
            f"The file ended after {received:,} of {length:,} bytes. Send it "
            "again.",
        )
    return b"".join(pieces)


def leave_body(file: BinaryIO, headers: Message, seconds: float = 5.0) -> None:
    """Lets a refused body pass, so that its sender hears why.

    A browser that cannot finish sending does not look at the answer.
    """
    length = headers.get("Content-Length", "")
    if not _LENGTH.fullmatch(length):
        return
    try:
        for _ in _pieces(file, min(int(length), 4 * MOST_BYTES), seconds):
            pass
    except (Refused, OSError):
        return


def _pieces(file, length: int, seconds: float):
    end = time.monotonic() + seconds
    while length:
        # One read of what is there; `read` would wait for the whole piece.
        piece = file.read1(min(PIECE, length))
        if not piece:
            return
        yield piece
        length -= len(piece)
        if time.monotonic() > end:
            raise Refused(
                HTTPStatus.REQUEST_TIMEOUT,
                f"The file took longer than {seconds:.0f} seconds. Send it "
                "again.",
            )
