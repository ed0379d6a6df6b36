"""Precision choice: float32 or bfloat16, by the time that both take here.

Some processors multiply bfloat16 twice as fast as float32 and many do not;
networks of separable convolutions hardly gain either way. So both are tried,
turn by turn, where somebody asks for the quicker one.
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from deeplab_family.machine import processor_flags

INSTRUCTIONS = ("avx512_bf16", "amx_bf16", "bf16", "sve_bf16")
"""Of processors that multiply bfloat16, by the names that Linux gives them."""
NO_INSTRUCTIONS = "this processor has no instructions for bfloat16"

WORTH = 0.9
"""Share of float32's time below which bfloat16 is taken: its rounding should
be paid for, and less is lost in how long steps differ."""


@dataclass(frozen=True)
class PrecisionChoice:
    """The precision to compute in.

    Attributes:
        precision: as the caller names it.
        reason: one line that says what was measured, or why nothing was.
        seconds: of each turn, by precision, float32 first; empty where
            nothing was measured.
    """

    precision: str
    reason: str
    seconds: Mapping[str, Sequence[float]] = field(default_factory=dict)

    @property
    def milliseconds(self) -> dict[str, float]:
        """Median of the turns, by precision."""
        return {
            name: 1e3 * statistics.median(turns)
            for name, turns in self.seconds.items()
        }

    def tree(self) -> dict:
        """The same as JSON takes it, the times in milliseconds."""
        return {
            "precision": self.precision,
            "reason": self.reason,
            "milliseconds": self.milliseconds,
        }


def multiplies_bfloat16() -> bool:
    """Whether this machine's processor says so of itself."""
    return bool({*INSTRUCTIONS} & processor_flags())


def quicker_precision(
    seconds: Mapping[str, Sequence[float]], work: str
) -> PrecisionChoice:
    """Bfloat16 where it saves a tenth, otherwise float32.

    Args:
        seconds: of each turn, by precision: float32 first, then bfloat16.
        work: what a turn is, "a step".
    """
    (single_name, singles), (half_name, halves) = seconds.items()
    ratio = statistics.median(
        half / single for single, half in zip(singles, halves, strict=True)
    )
    single, half = statistics.median(singles), statistics.median(halves)
    times = f"{half * 1e3:.0f} ms in bfloat16 and {single * 1e3:.0f} ms in"
    return PrecisionChoice(
        precision=half_name if ratio <= WORTH else single_name,
        reason=f"{work} takes {times} float32 here",
        seconds=seconds,
    )
