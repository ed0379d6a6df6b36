"""Tiles with a halo: what each is asked for, and what of it is kept.

A network sees less near the border of its image. So a tile is asked with a
halo around it, which is thrown away: what is left is as in the whole image,
for a network whose field of view reaches no farther than the halo.
"""

from dataclasses import dataclass

HALO = 128
"""Pixels around a tile. The theoretical field of view of a DeepLab is larger
(pooling of the whole image sees all of it), its effective one is not."""

MULTIPLE = 64
"""Tiles begin at multiples of it, so that maps of any stride up to 64 lie on
the same pixels as in the whole image."""


@dataclass(frozen=True)
class Span:
    """Span of one tile along a side, in pixels from the image's first one.

    Attributes:
        start, stop: what is kept of it.
        low, high: what is asked.
    """

    start: int
    stop: int
    low: int
    high: int

    @property
    def kept(self) -> slice:
        """Slice that is kept, within what was asked."""
        return slice(self.start - self.low, self.stop - self.low)


def tile_spans(
    length: int, side: int, halo: int = HALO, fixed: bool = False
) -> list[Span]:
    """The tiles along one side.

    Args:
        length: of the side, in pixels.
        side: the most that may be asked at once, halo and all.
        halo: pixels on both sides of a tile, where the image has them.
        fixed: ask for `side` pixels, no fewer, where the image has them.

    Raises:
        ValueError: nothing of a tile would be left.
    """
    if length <= side:
        return [Span(0, length, 0, length)]
    halo = -(-halo // MULTIPLE) * MULTIPLE
    if fixed:  # a small file must not be asked for its halo alone
        halo = min(halo, side // 4)
    step = side - 2 * halo
    if not fixed:
        step -= step % MULTIPLE
    if step < 1:
        raise ValueError(
            f"tiles of {side} pixels leave nothing between halos of {halo}. "
            f"Tiles need {smallest_side(halo)} pixels at least"
        )
    spans = []
    for start in range(0, length, step):
        stop = min(start + step, length)
        low, high = max(start - halo, 0), min(stop + halo, length)
        if fixed:
            low = min(low, length - side)
            high = low + side
        spans.append(Span(start, stop, low, high))
    return spans


def smallest_side(halo: int = HALO) -> int:
    """The smallest tile, halo and all."""
    return 2 * -(-halo // MULTIPLE) * MULTIPLE + MULTIPLE
