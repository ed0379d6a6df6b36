"""Hybrid dilated convolution: rates that rise like the teeth of a saw.

Source: Wang et al., "Understanding Convolution for Semantic Segmentation",
arXiv:1702.08502, sections 3.2 and 4.1; "tusimple" is the list of the network
they released, whose first unit has rate 2. The paper gives block 3 for 23
units; other lengths continue its pattern.
"""

import itertools
from typing import Literal

HybridDilation = Literal["none", "conv", "rf", "bigger", "tusimple"]
BLOCK4 = {
    "none": (1, 1, 1),
    "conv": (2, 1, 2),
    "rf": (3, 4, 5),
    "bigger": (5, 9, 17),
    "tusimple": (5, 9, 17),
}


def hybrid_rates(
    name: HybridDilation, units: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The rates of blocks 3 and 4, one for each unit.

    Args:
        name: row of the paper's table 2 ("none", "conv", "rf", "bigger"), or
            "tusimple" for the released network.
        units: number of units of block 3: 23 in ResNet-101, 36 in ResNet-152.

    Raises:
        ValueError: if there is no such list.
    """
    if name not in BLOCK4:
        raise ValueError(
            f"`hybrid_dilation` must be one of {tuple(BLOCK4)} or None. "
            f"Received: {name!r}"
        )
    return _block3(name, units), BLOCK4[name]


def _block3(name, units):
    if name == "none":
        return (1,) * units
    if name == "conv":
        return _repeat((2, 1), units)
    if name == "rf":
        teeth = units // 3
        return (1, 2, 3) * teeth + (2,) * (units - 3 * teeth)
    teeth = _repeat((1, 2, 5, 9), units)
    return teeth if name == "bigger" else (2, *teeth[1:])


def _repeat(pattern, length):
    return tuple(itertools.islice(itertools.cycle(pattern), length))
