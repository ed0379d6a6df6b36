"""How much of a TFLite file the CPU delegate (XNNPACK) takes."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """How a file is split between the delegate and the plain kernels.

    Args:
        partitions: how many pieces the delegate took; one is best, since
            every border between pieces costs a copy.
        delegated: how many operations are within these pieces.
        remaining: the operations that run on plain kernels, by name.
    """

    partitions: int
    delegated: int
    remaining: dict[str, int]
