"""Sample vocabulary: keys, ignore label and paths of one example.

A sample is a dict. `image` is uint8 RGB of shape `(height, width, 3)`, or
float32 `(height, width, channels)` of a `PictureFormat` that is not ordinary;
`label` is uint8 class ids of shape `(height, width)`, `id` a scalar string.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tensorflow as tf

IMAGE = "image"
LABEL = "label"
ID = "id"
REGION = "region"
"""Part of the image to train on, where a sample has one: int32 `(top, left,
height, width)` in pixels. It may stick out of the image."""

ORIENTATION = "orientation"
"""How an encoded image that was checked is to be turned: int32, 1 to 8."""

IGNORE_LABEL = 255
"""The id of pixels that count neither in the loss nor in any metric."""

MEAN_PIXEL = (124, 116, 104)
"""RGB color of padding: close to the ImageNet mean, so it normalizes to ~0."""

PHOTOGRAPHS = (".jpg", ".jpeg", ".png")
"""Endings of images that TensorFlow decodes."""

STORED_PICTURES = (".tif", ".tiff", ".npy", ".heic", ".heif")
"""Endings of images that Python decodes; see `decode.read_stored`."""

Sample = dict[str, "tf.Tensor"]


@dataclass(frozen=True, kw_only=True)
class SamplePaths:
    """Sample paths: one image and its label.

    Args:
        id: str, unique within a split, such as the file name without ending.
        image_path: JPEG or PNG file, or one of `STORED_PICTURES`.
        label_path: PNG file of class ids.
    """

    id: str
    image_path: Path
    label_path: Path
