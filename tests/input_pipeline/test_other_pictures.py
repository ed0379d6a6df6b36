"""Batches of pictures other than 8-bit RGB, against NumPy."""

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline import (
    DataConfig,
    DataError,
    Mix,
    open_data,
    write_records,
)
from input_pipeline.augment import (
    ColorJitter,
    CutPatch,
    FusedAugmentation,
    RandomCrop,
    RandomFlip,
    RandomRotation,
    RandomScale,
)
from tests.input_pipeline.decode.stored_files import bands, npy, png, tiff
from tests.input_pipeline.draw_files import random_ids

SIZES = [(36, 48), (30, 40), (36, 48)]
WRITE = {".tif": tiff, ".npy": npy, ".png": png}


def array_of(index, channels, dtype=np.uint16, highest=4095):
    return bands(channels, dtype, highest, index, SIZES[index])


def write_folder(root, ending, channels, dtype=np.uint16, highest=4095):
    for split in ("train", "val"):
        for part in ("images", "labels"):
            (root / part / split).mkdir(parents=True)
        for index, size in enumerate(SIZES):
            array = array_of(index, channels, dtype, highest)
            path = root / "images" / split / f"{index}{ending}"
            path.write_bytes(WRITE[ending](array))
            label = Image.fromarray(random_ids(index, size))
            label.save(root / "labels" / split / f"{index}.png")
    (root / "classes.txt").write_text("road\nsky\ncar\n", encoding="utf-8")
    return root


def config_of(root, **fields):
    chosen = {
        "root": str(root),
        "channels": 4,
        "value_range": (0, 4095),
        "crop_size": (21, 25),
        "batch_size": 2,
    }
    return DataConfig(**(chosen | fields))


def scaled(array, highest=4095):
    return (255 * array.astype(float) / highest).astype(np.float32)


@pytest.mark.parametrize("ending", WRITE)
def test_evaluation_batches_are_the_values_between_black_and_white(
    ending, tmp_path
):
    data = open_data(config_of(write_folder(tmp_path / "d", ending, 4)))
    for index, (images, labels) in enumerate(data.eval_batches()):
        np.testing.assert_array_equal(
            images[0].numpy(), scaled(array_of(index, 4))
        )
        assert labels.shape[1:] == SIZES[index]


def test_padding_has_the_mean_color_and_leaves_the_image_exact(tmp_path):
    root = write_folder(tmp_path / "d", ".npy", 4)
    data = open_data(config_of(root, eval_batch_size=2, eval_size=(40, 50)))
    images, labels = next(iter(data.eval_batches()))
    for index, (height, width) in enumerate(SIZES[:2]):
        np.testing.assert_array_equal(
            images[index, :height, :width].numpy(), scaled(array_of(index, 4))
        )
        color = np.float32([124, 116, 104, 344 / 3])
        below = np.broadcast_to(color, (40 - height, 50, 4))
        np.testing.assert_array_equal(images[index, height:], below)
        assert (labels[index, height:] == 255).numpy().all()


@pytest.mark.parametrize("ending", [".tif", ".npy"])
def test_8_bit_rgb_of_any_file_gives_the_batches_of_png(ending, tmp_path):
    batches = []
    for name in (".png", ending):
        root = write_folder(tmp_path / name[1:] / "x", name, 3, np.uint8, 255)
        config = config_of(root, channels=3, value_range=None, rotation=9.0)
        images, labels = next(iter(open_data(config).train_batches()))
        assert images.dtype == tf.uint8
        batches.append((images.numpy(), labels.numpy()))
    for one, other in zip(*batches, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("channels", [1, 2, 3, 5])
def test_fused_augmentation_equals_the_plain_order(channels):
    augment = FusedAugmentation(
        (
            ColorJitter(brightness=0.2, contrast=0.2, saturation=0.0),
            CutPatch(),
            RandomScale(),
            RandomRotation(degrees=0.0),
            RandomCrop(size=(29, 33)),
            RandomFlip(),
        )
    )
    values = scaled(bands(channels, np.uint16, 4095), 4095)
    sample = {
        "image": tf.constant(values),
        "label": tf.constant(random_ids(0, values.shape[:2])),
    }
    for number in range(8):
        fused = augment(sample, tf.constant([3, number]))
        plain = augment.in_plain_order(sample, tf.constant([3, number]))
        np.testing.assert_allclose(fused["image"], plain["image"], atol=1e-2)
        np.testing.assert_array_equal(fused["label"], plain["label"])


def test_hue_and_saturation_leave_other_bands_alone():
    jitter = ColorJitter(saturation=0.5, hue=0.5)
    values = scaled(bands(5, np.uint16, 4095))
    changed = jitter.change(tf.constant(values), tf.constant([1, 2])).numpy()
    np.testing.assert_allclose(changed[..., 3:], values[..., 3:], atol=1e-3)
    rgb = jitter.change(tf.constant(values[..., :3]), tf.constant([1, 2]))
    np.testing.assert_allclose(changed[..., :3], rgb, atol=1e-3)
    assert np.abs(changed[..., :3] - values[..., :3]).max() > 20


def test_another_number_of_channels_is_refused_by_name(tmp_path):
    root = write_folder(tmp_path / "d", ".npy", 4)
    odd = root / "images/train/1.npy"
    odd.write_bytes(npy(array_of(1, 3)))
    with pytest.raises(DataError) as caught:
        open_data(config_of(root)).train_batches()
    for part in (str(odd), "3 channels, where 4 are", "--data.channels"):
        assert part in str(caught.value)
    with pytest.raises(DataError, match="4 channels, where 3 are expected"):
        open_data(config_of(root, channels=3)).train_batches()


def test_a_damaged_file_is_named_without_a_check_too(tmp_path):
    root = write_folder(tmp_path / "d", ".npy", 4)
    for path in (root / "images/train").iterdir():
        path.write_bytes(path.read_bytes()[:99])
    config = config_of(root, check=False, deterministic=True)
    with pytest.raises(DataError, match=r"0\.npy|1\.npy|2\.npy"):
        open_data(config).train_batches()


def test_records_keep_all_levels(tmp_path):
    root = write_folder(tmp_path / "d", ".tif", 4)
    write_records(
        "folder",
        root,
        tmp_path / "r",
        shards=1,
        pictures=config_of(root).pictures,
    )
    config = config_of(tmp_path / "r")
    for index, (images, _) in enumerate(open_data(config).eval_batches()):
        np.testing.assert_array_equal(
            images[0].numpy(), scaled(array_of(index, 4))
        )
    with pytest.raises(DataError, match="4 channels of values 0 to 4095"):
        open_data(DataConfig(root=str(tmp_path / "r"))).train_batches()


def test_a_data_service_is_refused(tmp_path):
    root = write_folder(tmp_path / "d", ".npy", 4)
    with pytest.raises(ValueError, match="data service"):
        config_of(root, service="host:1", deterministic=False)


def test_photographs_and_arrays_are_mixed(tmp_path):
    first = write_folder(tmp_path / "a", ".png", 3, np.uint8, 255)
    second = write_folder(tmp_path / "b", ".npy", 3, np.uint8, 255)
    mix = Mix(datasets=("folder",), roots=(str(second),))
    config = config_of(first, channels=3, value_range=None, mix=mix)
    images, _ = next(iter(open_data(config).train_batches()))
    assert images.dtype == tf.uint8 and images.shape == (2, 21, 25, 3)
    assert images.numpy().std() > 20
