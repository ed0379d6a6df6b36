"""Settings of the bundle for TensorFlow Serving."""

import re
from dataclasses import dataclass, replace
from typing import Literal, get_args

from export.errors import ExportError

# 4K video, 3840 x 2160, still passes.
MOST_PIXELS = 2**23
# So does the photograph of a phone of 50 megapixels.
MOST_PIXELS_SHRUNK = 2**26
WARMUP_SIZE = (513, 513)
Precision = Literal["float32", "bfloat16", "auto", "both"]
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True, kw_only=True)
class ServingSettings:
    """Serving settings: inference of the served model, and its bounds.

    Args:
        name: of the model, as clients say it: letters, digits, `_`, `.`, `-`,
            at least one of them no digit.
        output_stride: serve the network at this stride; `None` keeps its own.
        precision: what the network computes in, from float32 or uint8 images
            to float32 logits. "auto" measures both on this machine and takes
            the quicker; "both" writes both, of which a server runs one.
        scales: image sizes, relative to the request's, whose probabilities
            are averaged; each 0.1 to 4.
        flip: average with the mirrored image too.
        align_corners: resize to `int((side - 1) * scale + 1)` pixels with
            aligned corners, as DeepLab does; otherwise to `round(side *
            scale)` with aligned edges.
        tile: images larger than a square of so many pixels a side are cut
            into overlapping tiles, so that memory stays bounded; 0 never.
        tile_overlap: pixels over which neighboring tiles are blended, 2 to a
            quarter of `tile`.
        longest_side: an image with a longer side, in pixels, is shrunk to it
            by averaging over areas, and answered at its own size; 0 never.
        max_pixels: the largest image, and the most pixels in one batch of
            tensors. A larger request is answered with an error. `None` for
            2^23, with `longest_side` 2^26; see `most_pixels`.
        features: name of a layer whose output becomes the signature
            `features`; "" for none.
        warmup_size: (height, width) of the image that warms the server up;
            `None` for the `image_size` of the export, 513 x 513 without one.
        parallel_images: so many images of one `image_bytes` request are
            worked on at once, >= 1. Each needs memory of its own.
        max_batch_size: requests that a batching server joins at most, >= 1.

    Raises:
        ExportError: a value is out of range.
    """

    name: str = "segmenter"
    output_stride: int | None = None
    precision: Precision = "float32"
    scales: tuple[float, ...] = (1.0,)
    flip: bool = False
    align_corners: bool = True
    tile: int = 0
    tile_overlap: int = 64
    longest_side: int = 0
    max_pixels: int | None = None
    features: str = ""
    warmup_size: tuple[int, int] | None = None
    parallel_images: int = 2
    max_batch_size: int = 8

    def __post_init__(self):
        if not NAME.fullmatch(self.name) or self.name.isdecimal():
            raise ExportError(
                "`name` may hold letters, digits, '_', '.' and '-', and is "
                f"no number. Received: {self.name!r}"
            )
        if self.precision not in get_args(Precision):
            raise ExportError(
                f"`precision` must be one of {', '.join(get_args(Precision))}. "
                f"Received: {self.precision!r}"
            )
        if not self.scales or not all(0.1 <= s <= 4 for s in self.scales):
            raise ExportError(
                f"`scales` must lie within 0.1 and 4. Received: {self.scales}"
            )
        if self.tile and not 2 <= self.tile_overlap <= self.tile // 4:
            raise ExportError(
                "`tile_overlap` must be 2 to a quarter of `tile`. Received: "
                f"tile_overlap={self.tile_overlap}, tile={self.tile}"
            )
        height, width = self.warmup_size or (1, 1)
        if not (height > 0 < width and height * width <= self.most_pixels):
            raise ExportError(
                "`warmup_size` must hold 1 to `max_pixels` pixels. Received: "
                f"{self.warmup_size}, max_pixels={self.most_pixels}"
            )
        if self.longest_side < 0:
            raise ExportError(
                "`longest_side` must be 0 (off) or a number of pixels. "
                f"Received: {self.longest_side}"
            )
        for argument in ("parallel_images", "max_batch_size"):
            if getattr(self, argument) < 1:
                raise ExportError(
                    f"`{argument}` must be at least 1. Received: "
                    f"{getattr(self, argument)}"
                )

    def warmed_up(self, size: tuple[int, int]) -> "ServingSettings":
        """These settings, with this `warmup_size` if none was chosen.

        Args:
            size: (height, width) in pixels.
        """
        if self.warmup_size is not None:
            return self
        return replace(self, warmup_size=size)

    @property
    def folders(self) -> dict[str, str]:
        """Precision -> name of the folder of that form's versions.

        A single form has the model's name; of both, the bfloat16 one stands
        beside it.

        Raises:
            ExportError: the precision is "auto": nobody has measured yet.
        """
        if self.precision == "auto":
            raise ExportError(
                "`precision` is measured by `export_model`. Name one of "
                "float32, bfloat16, both. Received: 'auto'"
            )
        if self.precision == "both":
            return {"float32": self.name, "bfloat16": self.bfloat16_name}
        return {self.precision: self.name}

    @property
    def bfloat16_name(self) -> str:
        """Name of the bfloat16 form's folder beside that of float32."""
        return f"{self.name}_bfloat16"

    @property
    def most_pixels(self) -> int:
        """`max_pixels`, or what it is by default."""
        if self.max_pixels is not None:
            return self.max_pixels
        return MOST_PIXELS_SHRUNK if self.longest_side else MOST_PIXELS

    def changes_answers(self, size: tuple[int, int]) -> bool:
        """Whether the bundle answers otherwise than the network alone.

        Args:
            size: (height, width) in pixels of the images that are asked.
        """
        plain = self.output_stride is None and self.scales == (1.0,)
        shrinks = 0 < self.longest_side < max(size)
        return bool(not plain or self.flip or self.tile or shrinks)
