"""Sizes that may be one number or two: square kernels are written as one."""


def pair(value: int | tuple[int, int]) -> tuple[int, int]:
    """`(vertical, horizontal)` of an int, or of the pair it already is."""
    return (value, value) if isinstance(value, int) else tuple(value)
