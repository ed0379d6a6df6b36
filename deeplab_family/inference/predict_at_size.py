"""Answer at the images' own size with a model that knows only one size."""

from collections.abc import Callable

import numpy as np

from deeplab_family.inference.check_images import check_images
from deeplab_family.inference.prediction import Prediction
from deeplab_family.inference.resize import (
    resize_bilinear,
    resize_nearest,
)


def predict_at_size(
    run: Callable[[np.ndarray], Prediction],
    images: np.ndarray,
    input_size: tuple[int, int] | None,
) -> Prediction:
    """Resize images in and the answer back when the model's size is fixed.

    Images are resized bilinearly; probabilities are resized back bilinearly
    and the class is their argmax. A class map without probabilities is
    resized back to the nearest pixel.

    Args:
        run: answers for uint8 images of `input_size`.
        images: uint8 RGB array `(batch, height, width, 3)`.
        input_size: the only (height, width) that `run` takes, or `None`.

    Raises:
        ValueError: `images` is not a batch of uint8 RGB images.
    """
    check_images(images)
    size = images.shape[1:3]
    if input_size is None or size == tuple(input_size):
        return run(images)
    resized = np.rint(resize_bilinear(images, input_size)).astype(np.uint8)
    answer = run(resized)
    if answer.probabilities is None:
        return Prediction(resize_nearest(answer.class_map, size), None)
    probabilities = resize_bilinear(answer.probabilities, size)
    class_map = probabilities.argmax(axis=-1).astype(np.uint8)
    return Prediction(class_map, probabilities)
