"""Signatures of the served model: images or bytes in, masks out."""

from collections.abc import Callable

import keras
import tensorflow as tf

from deeplab_family.inference.picture_files import pictures_in_model
from export.padded_network import pad_images
from export.serving.longest_side import (
    enlarged_answer,
    shrink,
)
from export.serving.request_image import checked_images, decode_request
from export.serving.scorer import Scorer
from export.serving.serving_settings import ServingSettings
from export.serving.sliding_window import sliding_window_answer, tiles
from input_pipeline.picture_format import PictureFormat

Signature = tuple[Callable, tf.TensorSpec]
IMAGE_BYTES = tf.TensorSpec((None,), tf.string, name="image_bytes")


def images_spec(pictures: PictureFormat) -> tf.TensorSpec:
    """The input `images` of a network for such pictures, of any size."""
    shape = (None, None, None, pictures.channels)
    return tf.TensorSpec(shape, pictures.dtype, name="images")


def serving_signatures(
    scorer: Scorer, settings: ServingSettings
) -> dict[str, Signature]:
    """Every signature but `features`, by name.

    `serving_default` takes `images` and answers with `class_map` and
    `confidence`, both uint8; `probabilities` takes the same and answers with
    `class_map` and float32 `probabilities`; `image_bytes` takes the bytes of
    JPEG and PNG files, each of its own size, and answers with
    `mask_png_bytes`, gray PNGs of class ids. A network for other pictures
    than uint8 RGB has no `image_bytes`.

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
            images = checked_images(images, settings.most_pixels)
            return _answer(images, scorer, finish, settings)

        return serve, images_spec(scorer.pictures)

    def of_bytes(image_bytes):
        return {"mask_png_bytes": _masks(image_bytes, mask)}

    def mask(content, place):
        image = decode_request(content, place, settings.most_pixels)
        answer = _answer(image[None], scorer, classes, settings)
        return tf.io.encode_png(answer["class_map"][0][..., None])

    def _masks(image_bytes, one):
        return tf.map_fn(
            lambda item: one(*item),
            (image_bytes, _places(image_bytes)),
            fn_output_signature=tf.string,
            parallel_iterations=settings.parallel_images,
        )

    signatures = {
        "serving_default": of_images(confident),
        "probabilities": of_images(probable),
    }
    if scorer.pictures.is_ordinary:
        signatures["image_bytes"] = (of_bytes, IMAGE_BYTES)
    return signatures


def features_signature(
    model: keras.Model, settings: ServingSettings, multiple: int = 1
) -> Signature:
    """The output of a layer of the network.

    Args:
        model: maps RGB images to that output.
        settings: limits.
        multiple: the images are padded to a multiple of so many pixels, and
            the features are those of the padded image.
    """
    fixed, pictures = model.input_shape[1:3], pictures_in_model(model)

    def serve(images):
        images = checked_images(images, settings.most_pixels)
        pixels = tf.cast(images, tf.float32)
        if settings.longest_side:
            pixels = shrink(images, settings.longest_side)
        if None not in fixed:
            pixels = tf.image.resize(pixels, fixed)
            pixels = tf.round(pixels) if pictures.is_ordinary else pixels
        features = model(pad_images(pixels, multiple), training=False)
        return {"features": tf.cast(features, tf.float32)}

    return serve, images_spec(pictures)


def _answer(images, scorer, finish, settings):
    """All at once, or each image by itself: shrunk, in tiles or both."""
    if not settings.tile and not settings.longest_side:
        return finish(scorer.score(tf.cast(images, tf.float32)))
    sides = (None, None)
    like = finish(tf.zeros((0, 0, scorer.num_classes)))
    answer = _shrunk if settings.longest_side else _tiled
    return tf.map_fn(
        lambda image: answer(image, scorer, finish, settings),
        images,
        fn_output_signature={
            name: tf.TensorSpec((*sides, *value.shape[2:]), value.dtype)
            for name, value in like.items()
        },
        parallel_iterations=1,
    )


def _tiled(image, scorer, finish, settings):
    windows = tiles(settings.tile, settings.tile_overlap)
    return sliding_window_answer(image, scorer, finish, windows)


def _shrunk(image, scorer, finish, settings):
    small = shrink(image[None], settings.longest_side)
    if settings.tile:
        scores = _tiled(
            small[0], scorer, lambda scores: {"scores": scores}, settings
        )["scores"]
    else:
        scores = scorer.score(small)[0]
    scores = tf.ensure_shape(scores, (None, None, scorer.num_classes))
    return enlarged_answer(scores, tf.shape(image)[:2], finish)


def _places(image_bytes):
    numbers = tf.strings.as_string(tf.range(tf.size(image_bytes)))
    return tf.strings.join(["image_bytes[", numbers, "]"])
