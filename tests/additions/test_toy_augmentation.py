"""A new augmentation costs its file, its test and one field of `DataConfig`.

Here all three stand in one file: the two toys are used by nothing but the
field that names them, and show in the batches.
"""

import dataclasses
from dataclasses import dataclass, field

import numpy as np
import pytest
import tensorflow as tf
import tyro

from input_pipeline import DataConfig, train_batches
from input_pipeline.augment import ColorOperation, CropOperation
from input_pipeline.sample import IMAGE, LABEL
from tests.contracts.augmentation import AugmentationContract
from tests.input_pipeline.draw_files import write_folder


@dataclass(frozen=True, kw_only=True)
class Negative(ColorOperation):
    """Inverts the colors of some images."""

    probability: float = 0.0

    def change(self, image, seed):
        inverts = tf.random.stateless_uniform([], seed) < self.probability
        return tf.cond(inverts, lambda: 255 - image, lambda: image)


@dataclass(frozen=True, kw_only=True)
class Erase(CropOperation):
    """Blackens the upper rows of a crop; the label there is ignored."""

    rows: int = 0

    def __call__(self, sample, seed):
        image, label = sample[IMAGE], sample[LABEL]
        kept = tf.range(tf.shape(label)[0]) >= self.rows
        ignored = tf.constant(255, tf.uint8)
        return {
            **sample,
            IMAGE: tf.where(kept[:, None, None], image, tf.zeros_like(image)),
            LABEL: tf.where(kept[:, None], label, ignored),
        }


@dataclass(frozen=True, kw_only=True)
class ToyConfig(DataConfig):
    negative: Negative = field(default_factory=Negative)  # the one line
    erase: Erase = field(default_factory=Erase)


class TestNegative(AugmentationContract):
    operation = Negative(probability=0.0)
    neutral = Negative()


class TestErase(AugmentationContract):
    operation = Erase(rows=5)
    neutral = Erase()


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return write_folder(tmp_path_factory.mktemp("data"), count=4)


def batch_of(root, kind=ToyConfig, **changes):
    config = kind(root=str(root), crop_size=(30, 40), check=False, **changes)
    images, labels = next(iter(train_batches(config)))
    return images.numpy(), labels.numpy()


def test_toys_that_do_nothing_leave_the_batches_alone(root):
    plain, toys = batch_of(root, DataConfig), batch_of(root)
    for one, other in zip(plain, toys, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_toy_of_colors_shows_on_photographs_and_not_on_padding(root):
    images, labels = batch_of(root)
    negative, same = batch_of(root, negative=Negative(probability=1.0))
    padding = np.all(images == (124, 116, 104), -1) & (labels == 255)
    np.testing.assert_array_equal(labels, same)
    np.testing.assert_array_equal(negative[padding], images[padding])
    # Colors are inverted before they are interpolated, and rounded after.
    apart = negative[~padding].astype(int) - (255 - images[~padding])
    assert np.abs(apart).max() <= 1


def test_a_toy_of_crops_shows_at_the_end(root):
    images, labels = batch_of(root)
    erased, ignored = batch_of(root, erase=Erase(rows=7))
    assert not erased[:, :7].any() and (ignored[:, :7] == 255).all()
    np.testing.assert_array_equal(erased[:, 7:], images[:, 7:])
    np.testing.assert_array_equal(ignored[:, 7:], labels[:, 7:])


@pytest.mark.slow
def test_a_toy_is_drawn_for_each_sample(root):
    images, _ = batch_of(root, batch_size=8)
    some, _ = batch_of(root, batch_size=8, negative=Negative(probability=0.5))
    changed = [bool((a != b).any()) for a, b in zip(images, some, strict=True)]
    assert 0 < sum(changed) < 8


def test_a_toy_has_flags_of_its_own():
    words = ["--negative.probability", "0.5", "--erase.rows", "3"]
    config = tyro.cli(ToyConfig, args=words)
    assert config.negative == Negative(probability=0.5)
    assert config == dataclasses.replace(
        ToyConfig(), negative=config.negative, erase=Erase(rows=3)
    )
