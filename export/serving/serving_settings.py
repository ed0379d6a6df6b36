"""Everything a user may choose about the bundle for TensorFlow Serving."""

import re
from dataclasses import dataclass

from export.errors import ExportError

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True, kw_only=True)
class ServingSettings:
    """What the served model does with an image.

    Args:
        name: of the model, as clients say it: letters, digits, `_`, `.`, `-`,
            at least one of them no digit.
        output_stride: serve the network at this stride; `None` keeps its own.
        scales: image sizes, relative to the request's, whose probabilities
            are averaged; each 0.1 to 4.
        flip: average with the mirrored image too.
        tile: images larger than a square of so many pixels a side are cut
            into overlapping tiles, so that memory stays bounded; 0 never.
        tile_overlap: pixels over which neighboring tiles are blended, 2 to a
            quarter of `tile`.
        max_pixels: the largest image, and the most pixels in one batch of
            tensors. A larger request is answered with an error.
        features: name of a layer whose output becomes the signature
            `features`; "" for none.
        warmup_size: (height, width) of the image that warms the server up.
        parallel_images: so many images of one `image_bytes` request are
            worked on at once, >= 1. Each needs memory of its own.
        max_batch_size: requests that a batching server joins at most, >= 1.

    Raises:
        ExportError: a value is out of range.
    """

    name: str = "segmenter"
    output_stride: int | None = None
    scales: tuple[float, ...] = (1.0,)
    flip: bool = False
    tile: int = 0
    tile_overlap: int = 64
    # 4K video, 3840 x 2160, still passes.
    max_pixels: int = 2**23
    features: str = ""
    warmup_size: tuple[int, int] = (513, 513)
    parallel_images: int = 2
    max_batch_size: int = 8

    def __post_init__(self):
        if not NAME.fullmatch(self.name) or self.name.isdecimal():
            raise ExportError(
                "`name` may hold letters, digits, '_', '.' and '-', and is "
                f"no number. Received: {self.name!r}"
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
        if min(self.warmup_size) < 1 or self.warmup_pixels > self.max_pixels:
            raise ExportError(
                "`warmup_size` must hold 1 to `max_pixels` pixels. Received: "
                f"{self.warmup_size}, max_pixels={self.max_pixels}"
            )
        for argument in ("parallel_images", "max_batch_size"):
            if getattr(self, argument) < 1:
                raise ExportError(
                    f"`{argument}` must be at least 1. Received: "
                    f"{getattr(self, argument)}"
                )

    @property
    def warmup_pixels(self) -> int:
        """Height times width of the warm-up image."""
        return self.warmup_size[0] * self.warmup_size[1]

    @property
    def changes_answers(self) -> bool:
        """Whether the bundle answers otherwise than the network alone."""
        plain = self.output_stride is None and self.scales == (1.0,)
        return bool(not plain or self.flip or self.tile)
