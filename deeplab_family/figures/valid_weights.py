"""Valid weights of an atrous 3x3 kernel over its rate, as a chart.

Source: Chen et al., "Rethinking Atrous Convolution for Semantic Image
Segmentation", arXiv:1706.05587, section 3.3 and figure 4.
"""

from collections.abc import Sequence

import numpy as np

from deeplab_family.pages.line_chart import Axis, Chart, Series

PRODUCTS = (1, 2, 3, 4, 6, 9)
"""Valid weights that a position can have: valid rows times valid columns."""

DRAWN = {"9 valid weights": (9,), "4": (4,), "1": (1,), "2, 3 or 6": (2, 3, 6)}
"""Lines of the chart; the paper draws the first three."""


def valid_weight_shares(
    map_size: tuple[int, int], rates: Sequence[int]
) -> dict[int, np.ndarray]:
    """Shares of a map's positions, by the weights that do not meet padding.

    A line of n positions has max(0, n - 2 r) with three valid taps,
    min(n, max(0, 2 r - n)) with the middle one alone, and the rest with two.
    A kernel's valid weights are the product of its lines' taps.

    Args:
        map_size: `(height, width)` in positions, each >= 1.
        rates: ints >= 1.

    Returns:
        By the number of valid weights (1, 2, 3, 4, 6 and 9), float64
        `(rates,)` shares in 0..1; together they are 1.

    Raises:
        ValueError: if a side or a rate is less than 1.
    """
    rates = np.asarray(rates, int)
    if min(map_size) < 1 or rates.min(initial=1) < 1:
        raise ValueError(
            "`map_size` and `rates` must be >= 1. Received: "
            f"{tuple(map_size)} and {rates.tolist()}"
        )
    height, width = (_shares_of_line(length, rates) for length in map_size)
    shares = {product: np.zeros(len(rates)) for product in PRODUCTS}
    for rows, row_share in height.items():
        for columns, column_share in width.items():
            shares[rows * columns] += row_share * column_share
    return shares


def _shares_of_line(length: int, rates: np.ndarray) -> dict[int, np.ndarray]:
    three = np.maximum(0, length - 2 * rates)
    one = np.clip(2 * rates - length, 0, length)
    taps = {1: one, 2: length - one - three, 3: three}
    return {number: count / length for number, count in taps.items()}


def valid_weights_chart(map_size: tuple[int, int]) -> Chart:
    """The paper's figure 4: shares over the rates 1 to the longer side.

    Args:
        map_size: `(height, width)`; the paper's is 65 x 65.
    """
    rates = range(1, max(map_size) + 1)
    shares = valid_weight_shares(map_size, rates)
    lines = {name: sum(shares[k] for k in of) for name, of in DRAWN.items()}
    height, width = map_size
    return Chart(
        f"Positions of a {height} x {width} map, by valid weights",
        tuple(
            Series(name, tuple(zip(rates, values.tolist(), strict=True)))
            for name, values in lines.items()
        ),
        x=Axis("atrous rate of a 3 x 3 kernel", whole=True),
        y=Axis("share", ends=(0.0, 1.0)),
    )
