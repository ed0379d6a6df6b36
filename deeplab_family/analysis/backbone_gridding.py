"""Coverage of a backbone: pixels that gridding leaves unseen, per stage.

Source: Wang et al., "Understanding Convolution for Semantic Segmentation",
arXiv:1702.08502, section 3.2 ("gridding").
"""

import dataclasses

from deeplab_family.backbones import BackboneConfig, holes, largest_hole


@dataclasses.dataclass(frozen=True, kw_only=True)
class Coverage:
    """Pixels covered by 3x3 convolutions that follow each other.

    Attributes:
        blocks: of the backbone, by name.
        atrous_rates: of their 3x3 convolutions, in pixels of the first
            block's map.
        reach: pixels along a line between the outermost that are seen.
        unseen: offsets between them that are not; none in good lists.
        largest_hole: M_2, the paper's bound on it, which should be at most 3;
            `unseen` is exact.
    """

    blocks: tuple[str, ...]
    atrous_rates: tuple[int, ...]
    reach: int
    unseen: tuple[int, ...]
    largest_hole: int


def backbone_coverage(backbone: BackboneConfig) -> tuple[Coverage, ...]:
    """The coverage of each block that has rates, and of all from the third.

    The first line or lines judge blocks by themselves, as the paper does; what
    one leaves unseen, the blocks before it may have seen.

    Args:
        backbone: any backbone; only those with `rates`, unit by unit, have an
            answer.

    Returns:
        Nothing for a backbone without atrous blocks.
    """
    rates = dict(enumerate(getattr(backbone, "rates", ()), start=1))
    atrous = [block for block in rates if max(rates[block]) > 1]
    if not atrous:
        return ()
    found = [_cover(backbone, rates, (block,)) for block in atrous]
    deep = tuple(range(min(3, *atrous), len(rates) + 1))
    return *found, _cover(backbone, rates, deep)


def _cover(backbone, rates, blocks) -> Coverage:
    strides = tuple(backbone.feature_strides.values())
    listed = tuple(
        rate * strides[block - 1] // strides[blocks[0] - 1]
        for block in blocks
        for rate in rates[block]
    )
    return Coverage(
        blocks=tuple(f"block{block}" for block in blocks),
        atrous_rates=listed,
        reach=2 * sum(listed) + 1,
        unseen=holes(listed),
        largest_hole=largest_hole(listed),
    )
