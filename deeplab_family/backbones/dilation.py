"""Strides and atrous rates of a backbone's blocks, multi-grid and HDC included.

Source: Chen et al., arXiv:1706.05587, section 3.2: once the wanted output
stride is reached, later strides become 1 and the rate grows in their place.
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


def strides_and_rates(
    nominal_strides: tuple[int, ...], output_stride: int, stem_stride: int
) -> tuple[tuple[int, int], ...]:
    """Trades stride for rate, block by block.

    Args:
        nominal_strides: stride of each block of the classification network.
        output_stride: wanted ratio of input to output size.
        stem_stride: ratio at the first block's input.

    Returns:
        For each block `(stride, rate)`; one of the two is 1 in the block that
        reaches the output stride, and the rate never falls afterwards.

    Raises:
        ValueError: if no block boundary has this output stride.
    """
    reached, rate, plan = stem_stride, 1, []
    for stride in nominal_strides:
        if reached == output_stride:
            rate *= stride
            plan.append((1, rate))
        else:
            reached *= stride
            plan.append((stride, rate))
    if reached != output_stride:
        raise ValueError(
            "`output_stride` must be one of "
            f"{possible_output_strides(nominal_strides, stem_stride)}. "
            f"Received: {output_stride}"
        )
    return tuple(plan)


def rescale_rates(
    rates: tuple[int, ...], old_stride: int, new_stride: int
) -> tuple[int, ...]:
    """Rates that reach the same pixels of the image at another stride.

    Args:
        rates: in pixels of the map at `old_stride`.
        old_stride: image pixels for one pixel of the map.
        new_stride: the same, of the map the result is for.

    Raises:
        ValueError: if a rate is no whole number of pixels there.
    """
    scaled = tuple(rate * old_stride / new_stride for rate in rates)
    if any(rate != int(rate) for rate in scaled):
        raise ValueError(
            f"Rates {tuple(rates)} at output stride {old_stride} become "
            f"{scaled} at {new_stride}, which are no whole pixels. Give rates "
            "that divide, or build a new config."
        )
    return tuple(int(rate) for rate in scaled)


def possible_output_strides(
    nominal_strides: tuple[int, ...], stem_stride: int
) -> tuple[int, ...]:
    """Every output stride a backbone can have, smallest first."""
    strides = [stem_stride]
    for stride in nominal_strides:
        strides.append(strides[-1] * stride)
    return tuple(sorted(set(strides)))


# Hybrid dilated convolution: rates that rise like the teeth of a saw.
#
# Source: Wang et al., "Understanding Convolution for Semantic Segmentation",
# arXiv:1702.08502, sections 3.2 and 4.1; "tusimple" is the list of the network
# they released, whose first unit has rate 2. The paper gives block 3 for 23
# units; other lengths continue its pattern.


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
