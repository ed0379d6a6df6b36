"""The questions that a served model answers."""

from collections.abc import Callable

import keras
import tensorflow as tf

from export.serving.request_check import checked_images
from export.serving.request_image import decode_request
from export.serving.scorer import Scorer
from export.serving.serving_settings import ServingSettings
from export.serving.tiled import tiled_answer

Signature = tuple[Callable, tf.TensorSpec]
IMAGES = tf.TensorSpec((None, None, None, 3), tf.uint8, name="images")
IMAGE_BYTES = tf.TensorSpec((None,), tf.string, name="image_bytes")


def serving_signatures(
    scorer: Scorer, settings: ServingSettings
) -> dict[str, Signature]:
    """Every signature but `features`, by name.

    `serving_default` takes `images` and answers with `class_map` and
    `confidence`, both uint8; `probabilities` takes the same and answers with
    `class_map` and float32 `probabilities`; `image_bytes` takes the bytes of
    JPEG and PNG files, each of its own size, and answers with
    `mask_png_bytes`, gray PNGs of class ids.

    Args:
        scorer: scores images.
        settings: tiles, limits.
    """

    def classes(scores):
        return {"class_map": scorer.class_map(scores)}

    def confident(scores):
        class_map, confidence = scorer.class_and_confidence(scores)
        return {"class_map": class_map, "confidence": confidence}

    def probable(scores):
        return {
            **classes(scores),
            "probabilities": scorer.probabilities(scores),
        }

    def of_images(finish):
        def serve(images):
            images = checked_images(images, settings.max_pixels)
            return _answer(images, scorer, finish, settings)

        return serve, IMAGES

    def of_bytes(image_bytes):
        return {"mask_png_bytes": _masks(image_bytes, mask)}

    def mask(content, place):
        image = decode_request(content, place, settings.max_pixels)
        answer = _answer(image[None], scorer, classes, settings)
        return tf.io.encode_png(answer["class_map"][0][..., None])

    def _masks(image_bytes, one):
        return tf.map_fn(
            lambda item: one(*item),
            (image_bytes, _places(image_bytes)),
            fn_output_signature=tf.string,
            parallel_iterations=settings.parallel_images,
        )

    return {
        "serving_default": of_images(confident),
        "probabilities": of_images(probable),
        "image_bytes": (of_bytes, IMAGE_BYTES),
    }


def features_signature(
    model: keras.Model, settings: ServingSettings
) -> Signature:
    """The output of a layer of the network.

    Args:
        model: maps RGB images to that output.
        settings: limits.
    """
    fixed = model.input_shape[1:3]

    def serve(images):
        images = checked_images(images, settings.max_pixels)
        pixels = tf.cast(images, tf.float32)
        if None not in fixed:
            pixels = tf.round(tf.image.resize(pixels, fixed))
        features = model(pixels, training=False)
        return {"features": tf.cast(features, tf.float32)}

    return serve, IMAGES


def _answer(images, scorer, finish, settings):
    """All at once, or each image in tiles."""
    if not settings.tile:
        return finish(scorer.score(tf.cast(images, tf.float32)))
    sides = (None, None)
    like = finish(tf.zeros((0, 0, scorer.num_classes)))
    return tf.map_fn(
        lambda image: tiled_answer(
            image, scorer, finish, settings.tile, settings.tile_overlap
        ),
        images,
        fn_output_signature={
            name: tf.TensorSpec((*sides, *value.shape[2:]), value.dtype)
            for name, value in like.items()
        },
        parallel_iterations=1,
    )


def _places(image_bytes):
    numbers = tf.strings.as_string(tf.range(tf.size(image_bytes)))
    return tf.strings.join(["image_bytes[", numbers, "]"])
