import dataclasses
import logging
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image, ImageOps

from input_pipeline import (
    DataConfig,
    DataError,
    Mix,
    RandomFlip,
    RandomScale,
    train_batches,
    write_records,
)
from tests.input_pipeline.decode.draw_scans import with_scans
from tests.input_pipeline.decode.draw_turned import turned_file
from tests.input_pipeline.draw_files import (
    random_ids,
    random_pixels,
    write_folder,
)

KINDS = ["folder", "records"]


def written(kind, folder):
    """Five samples, in batches of three."""
    root = write_folder(folder / "plain", count=5, sizes=[(36, 48), (50, 30)])
    if kind == "records":
        write_records("folder", root, folder / "packed", ["train"], 2)
        root = folder / "packed"
    return DataConfig(
        dataset=kind, root=str(root), crop_size=(32, 40), batch_size=3
    )


@pytest.fixture(params=KINDS)
def fragile(request, tmp_path):
    """Data of one test, to take away."""
    return written(request.param, tmp_path)


@pytest.fixture(scope="module", params=KINDS)
def config(request, tmp_path_factory):
    """Data that all share: to trace their graph is what takes long."""
    return written(request.param, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def whole(config):
    """The first eight batches, of a data set that was opened for them."""
    return arrays(train_batches(config), 8)


@pytest.fixture(scope="module")
def even(config):
    """The same data in batches that two can share."""
    return dataclasses.replace(config, batch_size=4)


@pytest.fixture(scope="module")
def whole_even(even):
    return arrays(train_batches(even), 6)


def arrays(dataset, count):
    return [(x.numpy(), y.numpy()) for x, y in dataset.take(count)]


def assert_same(some, others):
    for one, other in zip(some, others, strict=True):
        np.testing.assert_array_equal(one[0], other[0])
        np.testing.assert_array_equal(one[1], other[1])


def test_shapes_and_types_are_static(config):
    images, labels = train_batches(config).element_spec
    assert images == tf.TensorSpec((3, 32, 40, 3), tf.uint8)
    assert labels == tf.TensorSpec((3, 32, 40), tf.uint8)


def test_labels_hold_known_ids_and_do_not_end(whole):
    assert len(whole) == 8
    for images, labels in whole:
        assert set(np.unique(labels)) <= {0, 1, 2, 255}
        assert images.std() > 10


def test_same_seed_same_batches_whatever_the_global_seed(config, whole):
    tf.random.set_seed(1234)
    assert_same(whole[:4], arrays(train_batches(config), 4))


def test_another_seed_other_batches(config, whole):
    other = dataclasses.replace(config, seed=1)
    ((two, _),) = arrays(train_batches(other), 1)
    assert np.any(whole[0][0] != two)


@pytest.mark.parametrize("step", [1, 6])
def test_a_resumed_run_sees_the_same_batches(config, whole, step):
    """In the first epoch of five samples, and in the fourth."""
    resumed = arrays(train_batches(config, start_step=step), 8 - step)
    assert_same(whole[step:], resumed)


def test_an_image_looks_different_in_every_epoch(config):
    small = dataclasses.replace(config, batch_size=5)
    first, second = arrays(train_batches(small), 2)
    assert not any(np.array_equal(a, b) for a in first[0] for b in second[0])


def test_images_are_padded_to_size_when_nothing_scales_or_flips(tmp_path):
    """The rule of GCN: pad VOC images, at most 500 pixels, to 512."""
    root = write_folder(tmp_path, count=3, sizes=[(36, 48), (50, 30)])
    config = DataConfig(
        root=str(root),
        crop_size=(52, 52),
        batch_size=3,
        scale=RandomScale(minimum=1, maximum=1),
        flip=RandomFlip(probability=0),
        padding="zero",
    )
    ((images, labels),) = arrays(train_batches(config), 1)
    expected = set()
    for number, (height, width) in enumerate([(36, 48), (50, 30), (36, 48)]):
        label = np.full((52, 52), 255, np.uint8)
        label[:height, :width] = random_ids(number, (height, width))
        expected.add(label.tobytes())
    assert {label.tobytes() for label in labels} == expected
    assert not np.any(images[:, 50:]) and np.any(images[:, :36, :30])


@pytest.mark.parametrize("start_step", [0, 2])
def test_shards_together_are_the_whole_batches(even, whole_even, start_step):
    """Two inputs of a batch: every other sample, and nothing else."""
    whole = whole_even[start_step:][:4]
    shards = [
        arrays(train_batches(even, start_step, (index, 2)), 4)
        for index in range(2)
    ]
    for step, (images, labels) in enumerate(whole):
        for index, shard in enumerate(shards):
            np.testing.assert_array_equal(shard[step][0], images[index::2])
            np.testing.assert_array_equal(shard[step][1], labels[index::2])


@pytest.mark.parametrize(
    ("shard", "message"),
    [
        ((2, 2), "`shard` must be .* Received"),
        ((-1, 2), "`shard` must be .* Received"),
        ((0, 0), "`shard` must be .* Received"),
        ((0, 2), "`batch_size` must be a multiple of the 2 .* Received: 3"),
    ],
)
def test_shards_that_do_not_fit_are_refused(config, shard, message):
    with pytest.raises(ValueError, match=message):
        train_batches(config, shard=shard)


def test_inputs_of_a_strategy_read_their_own_part(
    even, whole_even, two_replicas
):
    expected, _ = whole_even[0]

    def of_input(context):
        assert context.num_input_pipelines == 1
        place = context.input_pipeline_id, context.num_input_pipelines
        batches = train_batches(even, shard=place)
        return batches.unbatch().batch(2, drop_remainder=True)

    distributed = two_replicas.distribute_datasets_from_function(of_input)
    images, _ = next(iter(distributed))
    parts = two_replicas.experimental_local_results(images)
    np.testing.assert_array_equal(np.concatenate(parts), expected)


def test_nothing_decoded_is_buffered_for_shuffling(config):
    """Order comes from arithmetic, so memory does not grow with the set."""
    graph = train_batches(config)._as_serialized_graph().numpy()
    assert b"MapDataset" in graph
    assert b"ShuffleDataset" not in graph and b"CacheDataset" not in graph


def test_a_negative_start_is_refused(config):
    with pytest.raises(ValueError, match="`start_step`"):
        train_batches(config, start_step=-1)


def test_files_that_break_during_training_are_skipped_and_named(
    tmp_path, caplog
):
    root = write_folder(tmp_path, count=4)
    config = DataConfig(
        root=str(root), crop_size=(32, 32), batch_size=2, on_error="skip"
    )
    batches = train_batches(config)
    (root / "images/train/002.jpg").write_bytes(b"broken")
    with caplog.at_level(logging.WARNING, "input_pipeline"):
        assert len(arrays(batches, 6)) == 6
    assert "skipped unreadable" in caplog.text and "002.jpg" in caplog.text


def test_replicas_share_the_global_batch(even, whole_even, two_replicas):
    expected, _ = whole_even[0]
    distributed = two_replicas.experimental_distribute_dataset(
        train_batches(even)
    )
    images, _ = next(iter(distributed))
    parts = two_replicas.experimental_local_results(images)
    assert [part.shape[0] for part in parts] == [2, 2]
    np.testing.assert_array_equal(np.concatenate(parts), expected)


def test_an_unreadable_file_is_named_without_a_check_before(tmp_path):
    root = write_folder(tmp_path, count=6)
    (root / "images/train/003.jpg").write_bytes(b"broken")
    config = DataConfig(
        root=str(root), crop_size=(32, 32), batch_size=2, check=False
    )
    with pytest.raises(tf.errors.OpError, match="003.jpg cannot be used"):
        arrays(train_batches(config), 9)


def test_files_that_are_all_unreadable_stop_at_once(tmp_path):
    root = write_folder(tmp_path, count=3)
    for path in (root / "images/train").iterdir():
        path.write_bytes(b"GIF89a")
    config = DataConfig(root=str(root), check=False)
    with pytest.raises(DataError, match=".jpg and all after it cannot be used"):
        train_batches(config)


@pytest.mark.parametrize("dataset", ["folder", "records"])
def test_images_are_those_that_pillow_shows_upright(tmp_path, dataset):
    """Exact pixels of 4:2:0 JPEGs, of odd sizes and as phones turn them."""
    size = (37, 51)
    root = write_folder(tmp_path / "plain", count=3, sizes=[size])
    images = root / "images/train"
    for number, orientation in ((1, 6), (2, 5)):
        content = turned_file(random_pixels(number, size), orientation)
        (images / f"{number:03d}.jpg").write_bytes(content)
    expected = set()
    for path in images.iterdir():
        with Image.open(path) as opened:
            upright = ImageOps.exif_transpose(opened)
            expected.add(np.asarray(upright).tobytes())
    if dataset == "records":
        write_records("folder", root, tmp_path / "packed", ["train"], 1)
        root = tmp_path / "packed"
    config = DataConfig(
        dataset=dataset,
        root=str(root),
        crop_size=size,
        batch_size=3,
        scale=RandomScale(minimum=1, maximum=1),
        flip=RandomFlip(probability=0),
    )
    ((batch, _),) = arrays(train_batches(config), 1)
    assert {image.tobytes() for image in batch} == expected


def test_unclear_turns_and_other_sizes_stop_without_a_check_too(tmp_path):
    root = write_folder(tmp_path, count=3)
    config = DataConfig(
        root=str(root), crop_size=(32, 32), batch_size=1, check=False
    )
    for content in (
        turned_file(random_pixels(1), 3, "PNG"),
        turned_file(random_pixels(1, (48, 36)), 6),
        with_scans(random_pixels(1), 3000),
    ):
        (root / "images/train/001.jpg").write_bytes(content)
        with pytest.raises(tf.errors.OpError, match="001.jpg cannot be used"):
            arrays(train_batches(config), 4)


def read_until_gone(config, gone):
    """Reads, takes a folder away, and reads on until an error ends it."""
    batches = iter(train_batches(config))
    next(batches)
    gone.rename(gone.with_name("gone"))
    with pytest.raises(tf.errors.OpError) as error:
        for _ in range(500):
            next(batches)
    return str(error.value)


def test_a_folder_that_vanishes_in_mid_run_stops_it_by_name(fragile):
    root = Path(fragile.root)
    text = read_until_gone(fragile, root)
    where = "packed/train-" if fragile.dataset == "records" else "images/train/"
    assert where in text and "is no longer there" in text


def test_labels_that_vanish_in_mid_run_are_named(tmp_path):
    root = write_folder(tmp_path, count=5)
    config = DataConfig(root=str(root), crop_size=(32, 32), batch_size=2)
    text = read_until_gone(config, root / "labels")
    assert "labels/train/00" in text and "is no longer there" in text


def test_skipping_ends_when_nothing_is_left(fragile, caplog):
    skipping = dataclasses.replace(fragile, on_error="skip", skip_limit=20)
    text = read_until_gone(skipping, Path(fragile.root))
    assert "20 samples in a row cannot be read (`skip_limit`)" in text
    assert "is no longer there" in text
    assert 19 <= caplog.text.count("skipped unreadable")


@pytest.mark.parametrize("on_error", ["raise", "skip"])
def test_one_of_several_data_sets_that_vanishes_stops_the_run(
    tmp_path, on_error
):
    for name in ("main", "added"):
        write_folder(tmp_path / name, count=6)
    config = DataConfig(
        root=str(tmp_path / "main"),
        mix=Mix(roots=(str(tmp_path / "added"),)),
        crop_size=(32, 32),
        batch_size=2,
        on_error=on_error,
        skip_limit=10,
    )
    text = read_until_gone(config, tmp_path / "added")
    assert "added/images/train/00" in text and "is no longer there" in text
    assert ("10 samples in a row" in text) == (on_error == "skip")


def test_a_folder_that_vanishes_is_named_in_any_order(tmp_path):
    root = write_folder(tmp_path / "data", count=5)
    config = DataConfig(
        root=str(root), crop_size=(32, 32), batch_size=2, deterministic=False
    )
    text = read_until_gone(config, root)
    assert f"{root}/" in text and "No such file" in text
