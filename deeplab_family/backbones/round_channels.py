"""Channel numbers that phones like: multiples of eight.

Source: the reference code of Sandler et al., arXiv:1801.04381.
"""


def round_channels(width: float, divisor: int = 8) -> int:
    """The nearest multiple of `divisor` that loses at most a tenth."""
    rounded = max(divisor, int(width + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * width else rounded
