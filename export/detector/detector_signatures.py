"""Signatures of a served detector: images or bytes in, objects out.

Images of any size are resized as for evaluation, padded to the multiple that
the network takes, and boxes come back in the pixels of the image that came.
"""

import dataclasses
from collections.abc import Callable

import keras
import tensorflow as tf

from export.serving.request_image import checked_images, decode_request

IMAGES = tf.TensorSpec((None, None, None, 3), tf.uint8, name="images")
IMAGE_BYTES = tf.TensorSpec((None,), tf.string, name="image_bytes")
MULTIPLE = 32
MOST_PIXELS = 100_000_000


@dataclasses.dataclass(frozen=True, kw_only=True)
class DetectorInput:
    """Detector input: size and padding before the network.

    Attributes:
        short_side: int > 0, pixels that the shorter side gets, unless
        long_side: int > 0, would be exceeded by the longer one.
        padding: red, green and blue, 0..255, of what is added at the bottom
            and at the right.
    """

    short_side: int
    long_side: int
    padding: tuple[float, float, float]


def detector_signatures(
    model: keras.Model, config: DetectorInput
) -> dict[str, tuple[Callable, tf.TensorSpec]]:
    """Signatures of a detector by name.

    `serving_default` takes `images`, uint8 RGB `(batch, height, width, 3)`,
    `image_bytes` the bytes of JPEG and PNG files, each of its own size. Both
    answer, of D = detections an image, with float32 `boxes` `(batch, D, 4)`
    as x1, y1, x2, y2 in pixels of the image that came, `scores` `(batch, D)`,
    int32 `classes` `(batch, D)`, -1 for an empty place, and, of a network with
    masks, float32 `masks` `(batch, D, 28, 28)`: the share of the object at 28 x
    28 places of its box.

    Args:
        model: a `DetectionModel`.
        config: sizes and padding.
    """

    def of_images(images):
        images = checked_images(images, MOST_PIXELS)
        return detect(model, tf.cast(images, tf.float32), config)

    def of_bytes(image_bytes):
        return tf.map_fn(
            lambda item: _one(*item),
            (image_bytes, _places(image_bytes)),
            fn_output_signature=_answer_specs(model),
            parallel_iterations=1,
        )

    def _one(content, place):
        image = decode_request(content, place, MOST_PIXELS)
        answer = detect(model, tf.cast(image, tf.float32)[None], config)
        return {name: value[0] for name, value in answer.items()}

    return {
        "serving_default": (of_images, IMAGES),
        "image_bytes": (of_bytes, IMAGE_BYTES),
    }


def detect(model, images: tf.Tensor, config: DetectorInput) -> dict:
    """Objects in images of one size, in their own pixels.

    Args:
        model: a `DetectionModel`.
        images: float32 `(batch, height, width, 3)`, 0..255.
        config: sizes and padding.
    """
    own = tf.shape(images)[1:3]
    sizes = _resized_size(own, config)
    small = tf.round(tf.image.resize(images, sizes))
    padding = tf.constant(config.padding, tf.float32)
    added = -sizes % MULTIPLE
    # Around zero, so that zeros are what is padded with.
    small = tf.pad(
        small - padding, [[0, 0], [0, added[0]], [0, added[1]], [0, 0]]
    )
    batch = {
        "image": small + padding,
        "image_size": tf.tile(sizes[None], [tf.shape(images)[0], 1]),
    }
    answer = dict(model(batch, training=False))
    ratio = tf.cast(own, tf.float32) / tf.cast(sizes, tf.float32)
    answer["boxes"] *= tf.stack([ratio[1], ratio[0], ratio[1], ratio[0]])
    return answer


def mobile_detector_signature(model: keras.Model) -> Callable:
    """Signature for a phone: one image of the network's size.

    Args:
        model: a `DetectionModel`.

    Returns:
        A function of float32 RGB `(1, height, width, 3)`, 0..255, that answers
        as `detector_signatures` do, in pixels of that image.
    """

    def serve(images):
        size = tf.constant([list(images.shape[1:3])], tf.int32)
        batch = {"image": images, "image_size": size}
        return dict(model(batch, training=False))

    return serve


def _resized_size(own: tf.Tensor, config: DetectorInput) -> tf.Tensor:
    sides = tf.cast(own, tf.float32)
    scale = tf.minimum(
        config.long_side / tf.reduce_max(sides),
        config.short_side / tf.reduce_min(sides),
    )
    return tf.cast(sides * scale + 0.5, tf.int32)


def _answer_specs(model) -> dict[str, tf.TensorSpec]:
    """Of one image; static, as the network declares them."""
    image = tf.zeros((1, MULTIPLE * 4, MULTIPLE * 4, 3))
    answer = tf.function(
        lambda: dict(model(image, training=False))
    ).get_concrete_function()
    return {
        name: tf.TensorSpec(value.shape[1:], value.dtype)
        for name, value in answer.structured_outputs.items()
    }


def _places(image_bytes):
    numbers = tf.strings.as_string(tf.range(tf.size(image_bytes)))
    return tf.strings.join(["image_bytes[", numbers, "]"])
