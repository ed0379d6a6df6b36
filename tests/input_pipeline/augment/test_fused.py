import io

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline.augment import (
    ColorJitter,
    CutPatch,
    FusedAugmentation,
    RandomCrop,
    RandomFlip,
    RandomRotation,
    RandomScale,
)
from input_pipeline.decode.image import decode_image
from tests.contracts.augmentation import AugmentationContract
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


def augmentation(**changes):
    """All operations, neutral in color, some of them replaced."""
    chosen = {
        "jitter": ColorJitter(),
        "patch": CutPatch(),
        "scale": RandomScale(),
        "rotation": RandomRotation(),
        "crop": RandomCrop(),
        "flip": RandomFlip(),
    }
    return FusedAugmentation(tuple((chosen | changes).values()))


class TestAugmentWindow(AugmentationContract):
    operation = augmentation(
        rotation=RandomRotation(degrees=10.0), crop=RandomCrop(size=(37, 49))
    )

    def sample(self):
        sample = super().sample()
        return {**sample, "image": tf.io.encode_png(sample["image"])}


def both_ways(operation, file, seed, **more):
    label = tf.constant(random_ids(0, SIZE))
    sample = {"image": tf.constant(file), "label": label, **more}
    decoded = {**sample, "image": decode_image(sample["image"])}
    return operation(sample, seed), operation.in_plain_order(decoded, seed)


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("crop", [(65, 65), (33, 200), (200, 200)])
def test_equals_scale_then_crop_then_flip(kind, crop):
    operation = augmentation(
        scale=RandomScale(step=0.0), crop=RandomCrop(size=crop)
    )
    for number in range(6):
        seed = tf.constant((4, number), tf.int64)
        fast, plain = both_ways(operation, FILES[kind], seed)
        np.testing.assert_array_equal(fast["label"], plain["label"])
        apart = np.abs(fast["image"].numpy() - plain["image"].numpy() * 1.0)
        assert apart.max() <= 1


def test_steps_of_scale_give_equal_labels_too():
    operation = augmentation(crop=RandomCrop(size=(50, 60)))
    for number in range(12):
        seed = tf.constant((9, number), tf.int64)
        fast, plain = both_ways(operation, FILES["png"], seed)
        np.testing.assert_array_equal(fast["label"], plain["label"])


def test_mirrored_padding_lies_at_the_left():
    operation = augmentation(
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
        augmentation()(sample, tf.constant((0, 0)))


REGIONS = {
    "inside": (20, 30, 50, 60),
    "sticks out at the top left": (-30, -20, 80, 70),
    "sticks out at the bottom right": (50, 70, 80, 90),
    "larger than the picture": (-10, -10, 120, 150),
}


@pytest.mark.parametrize("kind", ["png", "jpeg with halved color"])
@pytest.mark.parametrize("name", REGIONS)
def test_patches_equal_the_plain_order(kind, name):
    """Small crops too, that may see nothing but padding."""
    region = tf.constant(REGIONS[name])
    for number, crop in enumerate([(33, 33), (9, 9), (9, 9), (90, 80)] * 2):
        operation = augmentation(
            patch=CutPatch(jitter=15), crop=RandomCrop(size=crop)
        )
        seed = tf.constant((6, number), tf.int64)
        fast, plain = both_ways(operation, FILES[kind], seed, region=region)
        assert set(fast) == set(plain) == {"image", "label"}
        np.testing.assert_array_equal(fast["label"], plain["label"])
        apart = np.abs(fast["image"].numpy() - plain["image"].numpy() * 1.0)
        assert apart.max() <= 1


@pytest.mark.parametrize("crop", [(40, 50), (200, 200)])
@pytest.mark.parametrize("more", [{}, {"region": (-30, 20, 80, 70)}])
def test_everything_together_equals_the_plain_order(crop, more):
    operation = augmentation(
        jitter=ColorJitter(brightness=0.4, contrast=0.3, hue=0.1),
        patch=CutPatch(jitter=10, padding="zero"),
        rotation=RandomRotation(degrees=40.0, padding="zero"),
        crop=RandomCrop(size=crop, padding="zero"),
    )
    more = {name: tf.constant(value) for name, value in more.items()}
    for number in range(8):
        seed = tf.constant((8, number), tf.int64)
        file = FILES["jpeg with full color"]
        fast, plain = both_ways(operation, file, seed, **more)
        # Rounding may choose the other of two equally near ids, rarely.
        assert np.mean(fast["label"] != plain["label"]) < 0.001
        apart = np.abs(fast["image"].numpy() - plain["image"].numpy() * 1.0)
        assert apart.max() <= 2 and np.mean(apart > 1) < 0.001


def test_without_the_new_operations_the_order_is_that_of_three():
    """Scale, crop and flip draw the same, whether or not others draw."""
    plain, jittered = (
        augmentation(jitter=jitter, crop=RandomCrop(size=(50, 60)))
        for jitter in (ColorJitter(), ColorJitter(brightness=0.5))
    )
    for number in range(4):
        seed = tf.constant((1, number), tf.int64)
        one, _ = both_ways(plain, FILES["png"], seed)
        other, _ = both_ways(jittered, FILES["png"], seed)
        np.testing.assert_array_equal(one["label"], other["label"])
