"""Inference config: what a trained network is asked, beyond the image once.

The same fields stand in the papers' protocols, behind the flags of `deeplab
evaluate` and `deeplab predict`, and in `with_inference`.
"""

import dataclasses
import math
from typing import TYPE_CHECKING, Literal

from deeplab_family.inference.windows import Windows

if TYPE_CHECKING:
    from deeplab_family.inference.dense_crf import DenseCRFConfig

Average = Literal["probabilities", "logits"]

SIX_SCALES = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75)
SCALES = {
    # arXiv:1706.05587, section 4.2; table 12 and the end of its appendix.
    "deeplabv3": SIX_SCALES,
    "deeplabv3-cityscapes": (0.75, 1.0, 1.25),
    "deeplabv3-cityscapes-test": (0.75, 1.0, 1.25, 1.5, 1.75, 2.0),
    # arXiv:1804.06242, section 4.2: those of DeepLabv3.
    "vortex": SIX_SCALES,
    # arXiv:1612.01105, section 5.1 (its released code has the numbers).
    "pspnet": SIX_SCALES,
    # Papers that say "multi-scale" and no numbers: DeepLabv3's, PSPNet's.
    "gcn": SIX_SCALES,
    "duc": SIX_SCALES,
    "galdnet": SIX_SCALES,
}
"""Scales that the papers average over, by the name of the paper."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class InferenceConfig:
    """Inference settings: stride, scales, flip, windows and CRF.

    Attributes:
        output_stride: of the network; None as it was trained.
        scales: sizes that are asked, relative to the image's; see `SCALES`.
        flip: ask the mirrored image, too.
        average: what is averaged over crops, scales and mirrored images.
        align_corners: resize with the corner pixels aligned, to
            `int((side - 1) * scale + 1)` pixels, as DeepLab does; otherwise
            with the edges aligned, to `round(side * scale)`.
        windows: crops that images are cut into, at every scale; None asks the
            whole image.
        crf: what refines the answer, last; None leaves it.
        max_memory: bytes that this process may hold at most; an image that
            does not fit is asked in tiles. None asks it at once.

    Raises:
        ValueError: a value is out of range.
    """

    output_stride: int | None = None
    scales: tuple[float, ...] = (1.0,)
    flip: bool = False
    average: Average = "probabilities"
    align_corners: bool = True
    windows: Windows | None = None
    crf: "DenseCRFConfig | None" = None
    max_memory: int | None = None

    def __post_init__(self):
        if self.max_memory is not None and self.max_memory < 1:
            raise ValueError(
                f"`max_memory` must be >= 1 byte. Received: {self.max_memory}"
            )
        if not self.scales or not all(0 < s < math.inf for s in self.scales):
            raise ValueError(
                "`scales` must be one or more numbers above 0. "
                f"Received: {self.scales}"
            )
        if self.average not in ("probabilities", "logits"):
            raise ValueError(
                "`average` must be 'probabilities' or 'logits'. Received: "
                f"{self.average!r}"
            )

    @property
    def asks_once(self) -> bool:
        """Whether an image is asked as it is, once, and that is the answer."""
        changes = (self.output_stride, self.crf, self.max_memory)
        return not self.averages and changes == (None,) * len(changes)

    @property
    def averages(self) -> bool:
        """Whether several answers are averaged."""
        more = self.scales != (1.0,) or self.flip
        return more or self.windows is not None

    @property
    def text(self) -> str:
        """One line for people: what differs from asking the image once."""
        words = []
        if self.output_stride is not None:
            words.append(f"stride {self.output_stride}")
        if self.scales != (1.0,):
            words.append("scales " + ", ".join(f"{s:g}" for s in self.scales))
        if self.flip:
            words.append("mirrored too")
        if self.windows is not None:
            words.append(
                f"crops of {self.windows.tile} every {self.windows.step}"
            )
        if self.averages:
            words.append(f"mean of {self.average}")
        if self.crf is not None:
            words.append(f"CRF of {self.crf.steps} steps")
        return "; ".join(words) or "whole image"
