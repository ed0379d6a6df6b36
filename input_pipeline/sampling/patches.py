"""Patches: large pictures visited piece by piece.

Sources: Wang et al., "Understanding Convolution for Semantic Segmentation",
arXiv:1702.08502, sections 4.1 and 4.2. The paper does not say where its
twelve patches lie; three rows and four columns, flush with the borders, are
the even grid whose steps are whole pixels.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

Layout = Literal["off", "even", "centers", "stride"]


@dataclass(frozen=True, kw_only=True)
class Patches:
    """Cuts each picture into patches; an epoch visits all of them once.

    A patch is what random scale, crop and flip then work on. What sticks out
    of the picture, with "centers" or by jitter, is padding and ignored label.

    Args:
        layout: "off" visits whole pictures, the default; "even" spreads
            `rows` x `columns` patches from border to border; "centers" puts
            the patches' centers at equal distances, so that patches stick
            out; "stride" takes a patch every `stride` pixels and a last one
            flush with the border.
        size: `(height, width)` of a patch in pixels.
        rows: int >= 1, for "even" and "centers".
        columns: int >= 1, for "even" and "centers".
        stride: int >= 1 pixels, for "stride".
        jitter: int >= 0; each visit moves the patch by up to so many pixels
            up or down and left or right.

    Raises:
        ValueError: if a value is out of its range.
    """

    layout: Layout = "off"
    size: tuple[int, int] = (800, 800)
    rows: int = 3
    columns: int = 4
    stride: int = 100
    jitter: int = 0

    def __post_init__(self):
        if self.layout not in get_args(Layout):
            raise ValueError(
                f"`layout` must be one of {', '.join(get_args(Layout))}. "
                f"Received: {self.layout!r}"
            )
        if len(self.size) != 2:
            raise ValueError(
                "`size` of patches must be (height, width). "
                f"Received: {self.size}"
            )
        _check_at_least("size", min(self.size), 1)
        for name in ("rows", "columns", "stride"):
            _check_at_least(name, getattr(self, name), 1)
        _check_at_least("jitter", self.jitter, 0)

    def __bool__(self) -> bool:
        """Are pictures cut at all?"""
        return self.layout != "off"

    def regions(self, height: int, width: int) -> np.ndarray:
        """Lays the patches over a picture, before any jitter.

        Args:
            height: of the picture, in pixels.
            width: of the picture, in pixels.

        Returns:
            int32 `(top, left, height, width)` of shape `(patches, 4)`. In a
            picture smaller than a patch, "even" and "stride" take as much as
            there is, once.
        """
        tops = self._starts(height, self.size[0], self.rows)
        lefts = self._starts(width, self.size[1], self.columns)
        size = self.size
        if self.layout != "centers":
            size = min(size[0], height), min(size[1], width)
        corners = [(top, left) for top in tops for left in lefts]
        return np.array([(*c, *size) for c in corners], np.int32)

    def _starts(self, length: int, patch: int, count: int) -> np.ndarray:
        if self.layout == "stride":
            return strided_starts(length, patch, self.stride)
        even = self.layout == "even"
        return (even_starts if even else centered_starts)(length, patch, count)


def _check_at_least(name: str, value: int, least: int) -> None:
    if not isinstance(value, int) or value < least:
        raise ValueError(
            f"`{name}` of patches must be an integer >= {least}. "
            f"Received: {value!r}"
        )


CITYSCAPES_12_FOLD = Patches(layout="even", size=(800, 800))
CITYSCAPES_7_FOLD = Patches(
    layout="centers", size=(880, 880), rows=1, columns=7, jitter=80
)
KITTI_PATCHES = Patches(layout="stride", size=(320, 320), stride=100)


def even_starts(length: int, patch: int, count: int) -> np.ndarray:
    """Evenly spaced, the first and the last flush with the borders.

    Args:
        length: pixels of the side.
        patch: pixels of the patch.
        count: number of patches. A single one lies in the middle.
    """
    free = max(length - patch, 0)
    if count == 1:
        return np.array([free // 2])
    return np.unique(np.rint(np.linspace(0, free, count)).astype(np.int64))


def centered_starts(length: int, patch: int, count: int) -> np.ndarray:
    """Centers divide the side into equal parts; patches may stick out.

    Takes the arguments of `even_starts`.
    """
    centers = length * np.arange(1, count + 1) / (count + 1)
    return np.unique(np.rint(centers).astype(np.int64)) - patch // 2


def strided_starts(length: int, patch: int, stride: int) -> np.ndarray:
    """Starts at every `stride` pixels, the last flush with the far border.

    Args:
        length: pixels of the side.
        patch: pixels of the patch.
        stride: pixels from one patch to the next.
    """
    free = max(length - patch, 0)
    return np.unique([*range(0, free + 1, stride), free])
