"""Labeled sample: an image that its label fits, in the graph or beside it."""

import tensorflow as tf

from input_pipeline.decode.labeled_picture import labeled_picture
from input_pipeline.decode.stored_image import labeled_image
from input_pipeline.picture_format import PictureFormat
from input_pipeline.sample import IMAGE, LABEL, ORIENTATION, Sample


def decoded_sample(
    sample: Sample, label: tf.Tensor, pictures: PictureFormat | None
) -> Sample:
    """Puts a decoded label beside an image that is safe to use.

    Args:
        sample: its `image` is the bytes of a file, a scalar string.
        label: uint8 tensor `(height, width)`.
        pictures: what the image becomes. None for photographs of 8-bit RGB:
            they stay encoded, with an `orientation`, so that later only a
            window of them is decoded.
    """
    if pictures is not None:
        image = labeled_image(sample[IMAGE], label, pictures)
        return {**sample, IMAGE: image, LABEL: label}
    image, orientation = labeled_picture(sample[IMAGE], label)
    return {
        **sample,
        IMAGE: image,
        ORIENTATION: orientation,
        LABEL: label,
    }
