"""Validation config: how the network is asked while it trains."""

import dataclasses
import math


@dataclasses.dataclass(frozen=True, kw_only=True)
class ValidationConfig:
    """Validation settings: inference in each evaluation of a run.

    By default each image once and whole. More makes each evaluation as much
    longer, and may choose another network as the best one.

    Attributes:
        scales: sizes that are asked, relative to the image's; probabilities
            are averaged.
        flip: ask the mirrored image, too.
        window: int >= 0, side in pixels of the windows that images are cut
            into, for images too large to be asked whole; 0 for none.
        overlap: share of a window that the next one sees again, 0 <= o < 1.

    Raises:
        ValueError: a value is out of range.
    """

    scales: tuple[float, ...] = (1.0,)
    flip: bool = False
    window: int = 0
    overlap: float = 1 / 3

    def __post_init__(self):
        if not self.scales or not all(0 < s < math.inf for s in self.scales):
            raise ValueError(
                "`scales` must be one or more numbers above 0. "
                f"Received: {self.scales}"
            )
        if self.window < 0:
            raise ValueError(
                "`window` must be a number of pixels, or 0 for none. "
                f"Received: {self.window}"
            )
        if not 0 <= self.overlap < 1:
            raise ValueError(
                f"`overlap` must lie in 0 <= o < 1. Received: {self.overlap}"
            )
