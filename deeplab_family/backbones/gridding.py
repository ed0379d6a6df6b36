"""Gridding check: does a stack of atrous rates see every pixel?

Source: Wang et al., "Understanding Convolution for Semantic Segmentation",
arXiv:1702.08502, section 3.2, equation 2.
"""

import warnings


def largest_hole(rates: tuple[int, ...], kernel_size: int = 3) -> int:
    """The paper's bound on the distance between two pixels that are seen.

    M_n = r_n; M_i = max(M_(i+1) - 2 r_i, 2 r_i - M_(i+1), r_i), down to M_2.
    The paper accepts a list if the result is at most `kernel_size`, and asks
    besides that the rates have no common factor: the bound alone accepts
    (2, 2, 2). `holes` is exact. The paper's 2 in the first term is the
    kernel's reach for size 3; here it is `kernel_size - 1`.

    Args:
        rates: ints >= 1, of the convolutions in the order they run.
        kernel_size: odd int >= 3, of every convolution. Defaults to 3.

    Returns:
        M_2 in pixels; the rate itself for a single convolution.
    """
    _check(rates, kernel_size)
    distance = rates[-1]
    for rate in reversed(rates[1:-1]):
        distance = max(
            distance - (kernel_size - 1) * rate, 2 * rate - distance, rate
        )
    return distance


def holes(rates: tuple[int, ...], kernel_size: int = 3) -> tuple[int, ...]:
    """Every offset along a line that the last convolution cannot see.

    Args:
        rates: ints >= 1, of the convolutions in the order they run.
        kernel_size: odd int >= 3, of every convolution. Defaults to 3.

    Returns:
        Offsets in pixels from the center within the receptive field, in rising
        order; empty if the field has no holes. As kernels are squares, the
        same holds for rows and columns together.
    """
    _check(rates, kernel_size)
    half = kernel_size // 2
    reach = half * sum(rates)
    seen = {0}
    for rate in rates:
        taps = range(-half * rate, half * rate + 1, rate)
        seen = {offset + tap for offset in seen for tap in taps}
    return tuple(o for o in range(-reach, reach + 1) if o not in seen)


def warn_of_gridding(rates: tuple[int, ...]) -> None:
    """Warns if a stack of 3x3 convolutions leaves pixels unseen."""
    unseen = holes(rates)
    if unseen:
        warnings.warn(
            f"The rates {rates} leave {len(unseen)} of {2 * sum(rates) + 1} "
            "pixels of a line unseen (gridding). Rates that rise and share no "
            "factor, such as 1, 2, 5, see them all.",
            stacklevel=2,
        )


def _check(rates, kernel_size):
    if len(rates) == 0 or min(rates) < 1:
        raise ValueError(
            f"`rates` must hold one int >= 1 or more. Received: {rates}"
        )
    if kernel_size < 3 or kernel_size % 2 == 0:
        raise ValueError(
            f"`kernel_size` must be odd and >= 3. Received: {kernel_size}"
        )
