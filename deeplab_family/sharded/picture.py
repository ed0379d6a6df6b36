"""Picture of a pipeline: a file, or the bytes that a record holds."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Picture:
    """An encoded image on its way through a pipeline.

    Args:
        name: of its results, folders divided by "/".
        place: its file, or its place in a shard: for messages.
        encoded: the bytes of its file; None if it is to be read.
        label: the bytes of a PNG file of class ids, where a record has one.
        reason: why it cannot be read; None if nothing is known against it.
    """

    name: str
    place: str
    encoded: bytes | None = None
    label: bytes | None = None
    reason: str | None = None

    def content(self) -> bytes:
        """The bytes of its file.

        Raises:
            OSError: if the file cannot be read.
        """
        if self.encoded is not None:
            return self.encoded
        return Path(self.place).read_bytes()


@dataclass(frozen=True, eq=False)
class Answer:
    """What a network says of a picture, or why it says nothing.

    Args:
        picture: that was asked.
        image: uint8 RGB `(height, width, 3)`, upright; None where it could
            not be read.
        class_map: uint8 class ids `(height, width)`; None with a reason.
        reason: one line; None with a class map.
    """

    picture: Picture
    image: np.ndarray | None = None
    class_map: np.ndarray | None = None
    reason: str | None = None
