"""Prediction at the images' own size by a model of one fixed size."""

from collections.abc import Callable
from functools import partial

import numpy as np

from deeplab_family.inference.prediction import Prediction
from deeplab_family.inference.resize import (
    resize_bilinear,
    resize_nearest,
)
from deeplab_family.inference.resized_class_map import resized_class_map


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
    return _at_size(run(resized), size)


def _at_size(answer: Prediction, size: tuple[int, int]) -> Prediction:
    if not answer.has_probabilities:
        return Prediction(resize_nearest(answer.class_map, size))

    def probabilities():
        return resize_bilinear(answer.probabilities, size)

    class_maps = [
        resized_class_map(small, size, partial(answer.probabilities_at, index))
        for index, small in enumerate(answer.class_map)
    ]
    if any(class_map is None for class_map in class_maps):
        given = probabilities()
        return Prediction(given.argmax(axis=-1).astype(np.uint8), given)
    return Prediction(np.stack(class_maps), probabilities)


def check_images(images: np.ndarray) -> None:
    """Refuse anything but uint8 RGB images `(batch, height, width, 3)`.

    Raises:
        ValueError: the shape or the dtype is another.
    """
    shape, dtype = np.shape(images), getattr(images, "dtype", type(images))
    if len(shape) != 4 or shape[-1] != 3 or 0 in shape:
        raise ValueError(
            "`images` must have the shape (batch, height, width, 3), in RGB "
            f"order. Received: shape={shape}"
        )
    if dtype != np.uint8:
        raise ValueError(
            "`images` must be uint8, raw values 0 to 255; the network "
            f"normalizes them itself. Received: dtype={dtype}"
        )
