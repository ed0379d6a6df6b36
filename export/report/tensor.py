"""One input or output of an exported file."""

from dataclasses import dataclass

MEANINGS = {
    "images": "RGB, 0 to 255",
    "image_bytes": "JPEG or PNG files",
    "class_map": "class of each pixel, its id",
    "logits": "a score for each class",
    "probabilities": "0 to 1, over all classes 1",
    "confidence": "of the class, 0 to 255 for 0 to 1",
    "mask_png_bytes": "gray PNG files of class ids",
    "features": "output of a layer",
}


@dataclass(frozen=True, kw_only=True)
class Tensor:
    """What goes in or comes out.

    Args:
        signature: that it belongs to.
        direction: "input" or "output".
        name: the same in every file.
        dtype: such as "uint8".
        shape: lengths; names or "?" for those that are free.
        scale: `value = scale * (stored - zero_point)`, of a quantized tensor.
        zero_point: of a quantized tensor; `None` for others, as `scale` is.
    """

    signature: str
    direction: str
    name: str
    dtype: str
    shape: tuple[int | str, ...]
    scale: float | None = None
    zero_point: int | None = None

    @property
    def meaning(self) -> str:
        """What its values are."""
        return MEANINGS.get(self.name, "")
