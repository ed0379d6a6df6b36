import dataclasses

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline import DataConfig, DataError, eval_batches, write_records
from tests.input_pipeline.draw_files import random_ids, write_folder

SIZES = [(36, 48), (50, 30)]


@pytest.fixture
def config(tmp_path):
    root = write_folder(tmp_path, "val", 5, SIZES, ending="png")
    return DataConfig(root=str(root))


def test_every_image_comes_once_in_order_and_unchanged(config):
    batches = list(eval_batches(config))
    assert len(batches) == 5
    for number, (images, labels) in enumerate(batches):
        path = f"{config.root}/images/val/{number:03d}.png"
        np.testing.assert_array_equal(images[0], np.array(Image.open(path)))
        ids = random_ids(number, SIZES[number % 2])
        np.testing.assert_array_equal(labels[0], ids)


def test_images_of_a_batch_are_padded_to_the_largest(config):
    two = dataclasses.replace(config, eval_batch_size=2)
    batches = list(eval_batches(two))
    shapes = [tuple(images.shape) for images, _ in batches]
    assert shapes == [(2, 50, 48, 3)] * 2 + [(1, 36, 48, 3)]
    images, labels = (part.numpy() for part in batches[0])
    assert np.all(images[0, 36:] == (124, 116, 104))
    assert np.all(labels[0, 36:] == 255)
    assert np.all(images[1, :, 30:] == (124, 116, 104))
    ids = random_ids(1, SIZES[1])
    np.testing.assert_array_equal(labels[1, :, :30], ids)


def test_all_images_are_padded_to_a_given_size(config):
    fixed = dataclasses.replace(config, eval_size=(64, 64), eval_batch_size=3)
    batches = eval_batches(fixed)
    assert batches.element_spec[0].shape == (None, 64, 64, 3)
    assert [tuple(y.shape) for _, y in batches] == [(3, 64, 64), (2, 64, 64)]


def test_images_that_do_not_fit_are_refused(config):
    small = dataclasses.replace(config, eval_size=(40, 48))
    with pytest.raises(DataError, match=r"001.png .* at least \(50, 48\)"):
        eval_batches(small)


def test_unknown_split_is_refused(config):
    with pytest.raises(DataError, match="no split 'test'.*val"):
        eval_batches(dataclasses.replace(config, eval_split="test"))


def test_padding_may_be_black(config):
    black = dataclasses.replace(
        config, eval_size=(64, 64), padding="zero", eval_batch_size=5
    )
    ((images, labels),) = eval_batches(black)
    assert not np.any(images[:, 50:]) and np.all(labels[:, 50:] == 255)
    assert np.any(images[:, :36, :30])


@pytest.mark.parametrize("kind", ["folder", "records"])
@pytest.mark.parametrize("on_error", ["raise", "skip"])
def test_data_that_vanish_in_mid_run_end_it_by_name(tmp_path, kind, on_error):
    """Scores of what is left would be no scores of the split."""
    root = write_folder(tmp_path / "plain", "val", 80, SIZES)
    if kind == "records":
        write_records("folder", root, tmp_path / "packed", ["val"], 80)
        root = tmp_path / "packed"
    batches = iter(
        eval_batches(
            DataConfig(dataset=kind, root=str(root), on_error=on_error)
        )
    )
    next(batches)
    root.rename(tmp_path / "gone")
    with pytest.raises(tf.errors.NotFoundError, match=str(root)):
        for _ in batches:
            pass
