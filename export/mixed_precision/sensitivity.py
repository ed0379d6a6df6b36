"""Sensitivity of each part of a network to int8, one part at a time.

One part at a time, because damage adds up: with everything in int8, repairing
one of two broken parts would show nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from export.mixed_precision.accuracy import (
    Judge,
    Score,
)
from export.mixed_precision.groups import Group
from export.mixed_precision.mixed_quantizer import Int8Quantizer
from export.progress import Progress
from export.tolerances import Limit


@dataclass(frozen=True)
class Sensitivity:
    """Sensitivity of one part of the network to int8.

    Args:
        group: the part.
        score: of the file in which nothing but this part is int8.
        limit_usage: of the limit: 1 uses it up.
    """

    group: Group
    score: Score
    limit_usage: float


def rank_by_sensitivity(
    quantizer: Int8Quantizer,
    groups: Sequence[Group],
    judge: Judge,
    limit: Limit,
    work: Path,
    progress: Progress,
) -> tuple[Sensitivity, ...]:
    """The parts of a network, the most harmed first.

    Args:
        quantizer: of the float32 file.
        groups: the parts.
        judge: runs one file a part.
        limit: weighs changed pixels against mean IoU.
        work: a folder for the file in hand.
        progress: called with words, parts done and parts in all.
    """
    found, file = [], work / "one_part.tflite"
    for done, group in enumerate(groups):
        progress(f"sweep: {group.name}", done, len(groups))
        quantizer.write_only(file, group.scopes)
        score = judge.score(file)
        found.append(Sensitivity(group, score, score.limit_usage(limit)))
    return tuple(sorted(found, key=lambda one: -one.limit_usage))
