"""Picture format: how many channels images have, and what range they span."""

from __future__ import annotations

import math
from dataclasses import dataclass

RGB = 3
WHITE = 255.0
"""The upper end of the range in which networks take pixels; 0 is the lower."""


@dataclass(frozen=True, kw_only=True)
class PictureFormat:
    """Picture format on the way from a file to a network.

    Ordinary ones are uint8 RGB. Others are float32 with all their levels: a
    stored value v becomes 255 * (v - low) / (high - low), not rounded, and is
    cut off at 0 and 255.

    Args:
        channels: int >= 1. A gray picture counts as three equal channels
            where three are wanted.
        value_range: `(low, high)`, the stored values that become 0 and 255.
            None takes 0..255 of files of 8 bits and 0..65535 of 16; others
            need it. With three channels, None means ordinary pictures.

    Raises:
        ValueError: if a value is out of its range.
    """

    channels: int = RGB
    value_range: tuple[float, float] | None = None

    def __post_init__(self):
        if not isinstance(self.channels, int) or self.channels < 1:
            raise ValueError(
                "`channels` must be an integer >= 1. "
                f"Received: {self.channels!r}"
            )
        if self.value_range is not None:
            _check_range(self.value_range)

    @property
    def is_ordinary(self) -> bool:
        """Is it uint8 RGB?"""
        return self.channels == RGB and self.value_range is None

    @property
    def dtype(self) -> str:
        """Type of the pixels: "uint8" of ordinary pictures, or "float32"."""
        return "uint8" if self.is_ordinary else "float32"

    @property
    def flags(self) -> str:
        """The flags of `deeplab train` that ask for it."""
        words = [f"--data.channels {self.channels}"]
        if self.value_range is not None:
            low, high = self.value_range
            words.append(f"--data.value-range {low:.10g} {high:.10g}")
        return " ".join(words)

    def __str__(self) -> str:
        if self.is_ordinary:
            return "3 channels of 8 bits"
        channels = "channel" if self.channels == 1 else "channels"
        text = f"{self.channels} {channels}"
        if self.value_range is None:
            return f"{text} of 8 or 16 bits"
        low, high = self.value_range
        return f"{text} of values {low:.10g} to {high:.10g}"

    def tree(self) -> dict:
        """The format as JSON content."""
        limits = self.value_range
        return {
            "channels": self.channels,
            "value_range": None if limits is None else list(limits),
        }

    @classmethod
    def from_tree(cls, tree: dict) -> PictureFormat:
        """The format that `tree` described.

        Raises:
            ValueError: if it describes none.
        """
        try:
            limits = tree["value_range"]
            limits = None if limits is None else tuple(map(float, limits))
            return cls(channels=tree["channels"], value_range=limits)
        except (TypeError, KeyError) as error:
            raise ValueError(f"no format of pictures: {tree!r}") from error


ORDINARY = PictureFormat()
"""uint8 RGB, as JPEG and PNG files have it."""


def _check_range(limits) -> None:
    usable = len(limits) == 2 and all(
        isinstance(v, int | float) and math.isfinite(v) for v in limits
    )
    if not usable or limits[0] >= limits[1]:
        raise ValueError(
            "`value_range` must be (low, high), two numbers with low < high. "
            f"Received: {limits}"
        )
