"""Windows: where overlapping crops of an image lie, and what each weighs."""

import dataclasses
import math
from typing import Literal

Seams = Literal["uniform", "tapered"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Windows:
    """Overlapping crops of equal size, whose scores are averaged.

    Attributes:
        tile: int >= 1, side of a crop in pixels.
        stride: int >= 1, pixels from one crop to the next; None takes two
            thirds of the tile, rounded up, as PSPNet's released code does.
        even: spread the crops evenly; otherwise they are `stride` apart and
            the last one ends with the image.
        padding: where images smaller than a crop are padded, with the mean
            color: at their "end" or on all sides, "center".
        seams: "uniform" counts every crop alike, as the papers do; "tapered"
            lets the weight of a crop fall linearly towards its edges, over
            the pixels that neighbors share, so that no seam is seen.

    Raises:
        ValueError: no tile, or a stride that leaves pixels out.
    """

    tile: int
    stride: int | None = None
    even: bool = False
    padding: Literal["end", "center"] = "end"
    seams: Seams = "uniform"

    def __post_init__(self):
        if self.tile < 1:
            raise ValueError(f"`tile` must be >= 1. Received: {self.tile}")
        if self.stride is not None and not 1 <= self.stride <= self.tile:
            raise ValueError(
                "`stride` must lie in 1..tile, or pixels are in no crop. "
                f"Received: {self.stride} for tiles of {self.tile}"
            )

    @property
    def step(self) -> int:
        """Pixels from one crop to the next."""
        return self.stride or math.ceil(2 * self.tile / 3)

    def starts(self, length: int) -> tuple[int, ...]:
        """First pixels of the crops along a side of `length` pixels."""
        room = max(length - self.tile, 0)
        gaps = math.ceil(room / self.step)
        if self.even:
            return tuple(
                (2 * i * room + gaps) // max(2 * gaps, 1)
                for i in range(gaps + 1)
            )
        return tuple(min(i * self.step, room) for i in range(gaps + 1))
