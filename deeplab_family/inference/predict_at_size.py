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
from input_pipeline.picture_format import ORDINARY, PictureFormat


def predict_at_size(
    run: Callable[[np.ndarray], Prediction],
    images: np.ndarray,
    input_size: tuple[int, int] | None,
    pictures: PictureFormat = ORDINARY,
) -> Prediction:
    """Resize images in and the answer back when the model's size is fixed.

    Images are resized bilinearly; probabilities are resized back bilinearly
    and the class is their argmax. A class map without probabilities is
    resized back to the nearest pixel.

    Args:
        run: answers for images of `input_size`.
        images: `(batch, height, width, channels)` as `pictures` says.
        input_size: the only (height, width) that `run` takes, or `None`.
        pictures: what `run` takes. Defaults to uint8 RGB.

    Raises:
        ValueError: `images` is not a batch of such images.
    """
    check_images(images, pictures)
    size = images.shape[1:3]
    if input_size is None or size == tuple(input_size):
        return run(images)
    resized = resize_bilinear(images, input_size)
    if pictures.is_ordinary:
        resized = np.rint(resized).astype(np.uint8)
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


def check_images(
    images: np.ndarray, pictures: PictureFormat = ORDINARY
) -> None:
    """Refuse anything but images `(batch, height, width, channels)`.

    Args:
        images: what somebody asks.
        pictures: what is taken. Defaults to uint8 RGB.

    Raises:
        ValueError: the shape or the dtype is another.
    """
    shape, dtype = np.shape(images), getattr(images, "dtype", type(images))
    if not pictures.is_ordinary:
        _check_other(shape, dtype, pictures)
        return
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


def _check_other(shape, dtype, pictures: PictureFormat) -> None:
    channels = pictures.channels
    if len(shape) != 4 or shape[-1] != channels or 0 in shape:
        raise ValueError(
            f"the network takes images of {pictures}: `images` must have the "
            f"shape (batch, height, width, {channels}). Received: "
            f"shape={shape}"
        )
    if dtype not in (np.uint8, np.float32):
        raise ValueError(
            "`images` must be float32, 0 where the values are the lowest and "
            f"255 where they are the highest. Received: dtype={dtype}"
        )
