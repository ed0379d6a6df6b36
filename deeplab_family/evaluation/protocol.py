"""Protocol: how the network of a paper's row is asked, and what is scored."""

import dataclasses
import math
from typing import Literal

Average = Literal["probabilities", "logits"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Windows:
    """Overlapping crops of equal size, whose scores are averaged.

    Attributes:
        tile: int >= 1, side of a crop in pixels.
        stride: int >= 1, pixels from one crop to the next; None takes two
            thirds of the tile, rounded up, as PSPNet's released code does.
        even: spread the crops evenly; otherwise they are `stride` apart and
            the last one ends with the image.
        padding: where images smaller than a crop are padded, with the mean
            color: at their "end" or on all sides, "center".
    """

    tile: int
    stride: int | None = None
    even: bool = False
    padding: Literal["end", "center"] = "end"

    def __post_init__(self):
        if self.tile < 1:
            raise ValueError(f"`tile` must be >= 1. Received: {self.tile}")
        if self.stride is not None and not 1 <= self.stride <= self.tile:
            raise ValueError(
                "`stride` must lie in 1..tile, or pixels are in no crop. "
                f"Received: {self.stride} for tiles of {self.tile}"
            )

    @property
    def step(self) -> int:
        """Pixels from one crop to the next."""
        return self.stride or math.ceil(2 * self.tile / 3)

    def starts(self, length: int) -> tuple[int, ...]:
        """First pixels of the crops along a side of `length` pixels."""
        room = max(length - self.tile, 0)
        gaps = math.ceil(room / self.step)
        if self.even:
            return tuple(
                round(i * room / max(gaps, 1)) for i in range(gaps + 1)
            )
        return tuple(min(i * self.step, room) for i in range(gaps + 1))


@dataclasses.dataclass(frozen=True, kw_only=True)
class DenseCRF:
    """Parameters of a fully connected CRF; nothing applies them yet.

    Attributes:
        appearance_weight: w1, of the kernel of places and colors.
        appearance_position: sigma alpha in pixels.
        appearance_color: sigma beta in values of 0..255.
        smoothness_weight: w2, of the kernel of places alone.
        smoothness_position: sigma gamma in pixels.
        steps: of the mean field.
    """

    appearance_weight: float
    appearance_position: float
    appearance_color: float
    smoothness_weight: float
    smoothness_position: float
    steps: int = 10


@dataclasses.dataclass(frozen=True, kw_only=True)
class Protocol:
    """How a trained network is asked for its answer on a split.

    Attributes:
        split: of the data set.
        eval_size: height and width that images are padded to; None for none.
        padding: "mean" or "zero", the color of that padding.
        output_stride: of the network; None as it was trained.
        scales: sizes that are asked, relative to the image's.
        flip: ask the mirrored image, too.
        average: what is averaged over crops, scales and mirrored images.
        align_corners: resize with the corner pixels aligned, to
            `int((side - 1) * scale + 1)` pixels, as DeepLab does; otherwise
            with the edges aligned, to `round(side * scale)`.
        windows: crops that images are cut into, at every scale; None asks the
            whole image.
        crf: what refines the answer. It is not applied: a score says so.
        source: where the paper, or its code, says so, and what is ours.
    """

    split: str = "val"
    eval_size: tuple[int, int] | None = None
    padding: Literal["mean", "zero"] = "mean"
    output_stride: int | None = None
    scales: tuple[float, ...] = (1.0,)
    flip: bool = False
    average: Average = "probabilities"
    align_corners: bool = True
    windows: Windows | None = None
    crf: DenseCRF | None = None
    source: str = ""

    def __post_init__(self):
        if not self.scales or any(scale <= 0 for scale in self.scales):
            raise ValueError(
                "`scales` must be one or more numbers above 0. "
                f"Received: {self.scales}"
            )

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
        if self.scales != (1.0,) or self.flip or self.windows is not None:
            words.append(f"mean of {self.average}")
        if self.crf is not None:
            words.append("CRF not applied")
        return "; ".join(words) or "whole image"
