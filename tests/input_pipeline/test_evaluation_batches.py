import dataclasses

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image, ImageOps

from input_pipeline import DataConfig, DataError, eval_batches, write_records
from tests.input_pipeline.decode.draw_turned import turned_file
from tests.input_pipeline.draw_files import (
    random_ids,
    random_pixels,
    write_folder,
)

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


def test_a_limit_takes_images_from_all_over_the_split(config):
    batches = list(eval_batches(config, limit=2))
    for number, (_, labels) in zip((0, 2), batches, strict=True):
        ids = random_ids(number, SIZES[number % 2])
        np.testing.assert_array_equal(labels[0], ids)
    path = f"{config.root}/images/val/001.png"
    with open(path, "wb") as file:
        file.write(b"x")
    assert len(list(eval_batches(config, limit=2))) == 2
    with pytest.raises(DataError, match="001.png"):
        eval_batches(config)


def test_images_are_those_that_pillow_shows_upright(tmp_path):
    root = write_folder(tmp_path, "val", 9, [(37, 51)])
    for number, orientation in enumerate((0, 1, 5, 6, 7, 8)):
        kind = "PNG" if number % 2 else "JPEG"
        content = turned_file(random_pixels(0, (37, 51)), orientation, kind)
        (root / f"images/val/{number:03d}.jpg").write_bytes(content)
    paths = sorted((root / "images/val").iterdir())
    batches = eval_batches(DataConfig(root=str(root), eval_size=(37, 51)))
    for path, (images, _) in zip(paths, batches, strict=True):
        with Image.open(path) as opened:
            upright = np.asarray(ImageOps.exif_transpose(opened))
        np.testing.assert_array_equal(images[0], upright)


@pytest.mark.parametrize("check", [True, False])
def test_a_turn_that_the_label_does_not_tell_is_refused(tmp_path, check):
    root = write_folder(tmp_path, "val", 2, ending="png")
    content = turned_file(random_pixels(1), 3, "PNG")
    (root / "images/val/001.png").write_bytes(content)
    config = DataConfig(root=str(root), check=check)
    with pytest.raises((DataError, tf.errors.OpError), match="EXIF orient.* 3"):
        list(eval_batches(config))


def test_a_label_of_another_size_is_refused_without_a_check(tmp_path):
    root = write_folder(tmp_path, "val", 2)
    path = root / "labels/val/001.png"
    Image.fromarray(random_ids(1, (30, 40))).save(path)
    config = DataConfig(root=str(root), check=False)
    with pytest.raises(tf.errors.OpError, match="36 x 48 and 30 x 40"):
        list(eval_batches(config))


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


@pytest.mark.parametrize("count", [2, 5])
def test_shards_are_whole_batches_and_together_all(config, count):
    """Three batches for two, of whom one gets one more, and for five."""
    two = dataclasses.replace(config, eval_batch_size=2)
    whole = list(eval_batches(two).as_numpy_iterator())
    shares = [
        list(eval_batches(two, shard=(index, count)).as_numpy_iterator())
        for index in range(count)
    ]
    assert sum(map(len, shares)) == len(whole) == 3
    for number, batch in enumerate(whole):
        mine = shares[number % count][number // count]
        for part, expected in zip(mine, batch, strict=True):
            np.testing.assert_array_equal(part, expected)


def test_shards_that_are_none_are_refused(config):
    with pytest.raises(ValueError, match=r"Received: \(2, 2\)"):
        eval_batches(config, shard=(2, 2))
