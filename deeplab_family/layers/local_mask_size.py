"""Sizes of local masks; free of Keras, for configs."""

DOWNSAMPLINGS = ("depthwise", "average", "bilinear")


def check_ratio(name: str, ratio: int):
    """Refuses a ratio that no number of halvings gives.

    Args:
        name: what the caller calls it.
        ratio: side of the map over side of the mask before upsampling.

    Raises:
        ValueError: unless it is a power of 2 >= 2.
    """
    if ratio < 2 or ratio & (ratio - 1):
        raise ValueError(
            f"`{name}` must be a power of 2, 2 or more. Received: {ratio}"
        )


def smallest_map(downsampling: str, ratio: int, padding: str) -> int:
    """Fewest pixels along a side that leave one after downsampling.

    Takes the arguments of `LocalMask`.
    """
    if padding == "same" or downsampling == "bilinear":
        return 1
    if downsampling == "average":
        return ratio
    return 2 * ratio - 1
