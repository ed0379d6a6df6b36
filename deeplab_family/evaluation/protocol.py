"""Protocol: how the network of a paper's row is asked, and what is scored."""

import dataclasses
from typing import Literal

from deeplab_family.inference.inference_config import InferenceConfig


@dataclasses.dataclass(frozen=True, kw_only=True)
class Protocol:
    """Evaluation protocol: split, image size, inference and measures.

    Attributes:
        split: of the data set.
        eval_size: height and width that images are padded to; None for none.
        padding: "mean" or "zero", the color of that padding.
        inference: stride, scales, mirroring, crops, CRF.
        measures: keys of `MEASURES`, measured besides the mean IoU.
        roads: kind of KITTI's roads, "um", "umm", "uu" or "urban", whose MaxF
            is the score; "" where it is the mean IoU.
        source: where the paper, or its code, says so, and what is ours.
    """

    split: str = "val"
    eval_size: tuple[int, int] | None = None
    padding: Literal["mean", "zero"] = "mean"
    inference: InferenceConfig = InferenceConfig()
    measures: tuple[str, ...] = ()
    roads: str = ""
    source: str = ""

    def asking(self, **fields) -> "Protocol":
        """The same protocol with other fields of its inference."""
        inference = dataclasses.replace(self.inference, **fields)
        return dataclasses.replace(self, inference=inference)

    @property
    def text(self) -> str:
        """One line for people: what differs from asking the image once."""
        return self.inference.text
