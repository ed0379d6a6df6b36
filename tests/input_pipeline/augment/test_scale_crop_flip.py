import io

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline.augment import (
    RandomCrop,
    RandomFlip,
    RandomScale,
    ScaleCropFlip,
)
from input_pipeline.decode.image import decode_image
from tests.input_pipeline.draw_files import random_ids, random_pixels

SIZE = (90, 121)


def encoded(kind, size=SIZE, **options):
    stream = io.BytesIO()
    noise = np.random.default_rng(1).integers(-30, 30, (*size, 3))
    pixels = np.clip(random_pixels(0, size) + noise, 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(stream, kind, **options)
    return stream.getvalue()


FILES = {
    "png": encoded("PNG"),
    "jpeg with full color": encoded("JPEG", quality=95, subsampling=0),
    "jpeg with halved color": encoded("JPEG", quality=85, subsampling=2),
    "progressive jpeg": encoded("JPEG", progressive=True),
}


def both_ways(operation, file, seed):
    label = tf.constant(random_ids(0, SIZE))
    fast = operation({"image": tf.constant(file), "label": label}, seed)
    decoded = {"image": decode_image(tf.constant(file)), "label": label}
    return fast, operation.in_plain_order(decoded, seed)


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("crop", [(65, 65), (33, 200), (200, 200)])
def test_equals_scale_then_crop_then_flip(kind, crop):
    operation = ScaleCropFlip(
        scale=RandomScale(step=0.0), crop=RandomCrop(size=crop)
    )
    for number in range(6):
        seed = tf.constant((4, number), tf.int64)
        fast, plain = both_ways(operation, FILES[kind], seed)
        np.testing.assert_array_equal(fast["label"], plain["label"])
        apart = np.abs(fast["image"].numpy() - plain["image"].numpy() * 1.0)
        assert apart.max() <= 1


def test_steps_of_scale_give_equal_labels_too():
    operation = ScaleCropFlip(crop=RandomCrop(size=(50, 60)))
    for number in range(12):
        seed = tf.constant((9, number), tf.int64)
        fast, plain = both_ways(operation, FILES["png"], seed)
        np.testing.assert_array_equal(fast["label"], plain["label"])


def test_mirrored_padding_lies_at_the_left():
    operation = ScaleCropFlip(
        scale=RandomScale(minimum=0.5, maximum=0.5),
        crop=RandomCrop(size=(90, 121)),
        flip=RandomFlip(probability=1.0),
    )
    fast, _ = both_ways(operation, FILES["png"], tf.constant((0, 0)))
    assert np.all(fast["label"][:, :61] == 255)
    assert np.all(fast["image"][:, :61] == (124, 116, 104))
    assert not np.all(fast["label"][:45, 61:] == 255)


@pytest.mark.parametrize("kind", ["png", "jpeg with full color"])
def test_image_and_label_of_different_size_are_refused(kind):
    sample = {
        "image": tf.constant(FILES[kind]),
        "label": tf.zeros((90, 120), tf.uint8),
    }
    with pytest.raises(tf.errors.InvalidArgumentError, match="differ in size"):
        ScaleCropFlip()(sample, tf.constant((0, 0)))
