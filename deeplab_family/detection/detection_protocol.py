"""Detection protocol: how the detector of a paper's row is scored."""

import dataclasses

from deeplab_family.detection.detector_recipe import Score


@dataclasses.dataclass(frozen=True, kw_only=True)
class DetectionProtocol:
    """Detection protocol: split, photograph size and measures of a test.

    Attributes:
        split: of the data set.
        score: the row's number; see `DetectorTrainConfig`.
        short_side, long_side: of the images, which keep their ratio: the first
            reaches its value unless the second would exceed its own.
        source: where the paper, or its code, says so, and what is ours.
        measures: what else is scored: nothing.
    """

    split: str
    score: Score
    short_side: int
    long_side: int
    source: str = ""
    measures: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """One line for people."""
        return f"{self.short_side} x {self.long_side}, one scale"
