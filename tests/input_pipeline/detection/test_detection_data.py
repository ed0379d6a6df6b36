"""Batches of objects: padding, order, resuming, images without objects."""

import logging

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline import DataError, RandomFlip
from input_pipeline.detection.detection_batches import augmented
from input_pipeline.detection.detection_data_config import MEAN
from tests.input_pipeline.detection.write_objects import (
    HEIGHT,
    WIDTH,
    annotation,
    opened,
    write_coco,
)

STILL = RandomFlip(probability=0)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """Six images: 1 to 4 wide, 5 and 6 high; image k has k objects."""
    folder = tmp_path_factory.mktemp("objects")
    entries = [
        annotation(k, bbox=(k, 2 * i, 10, 8)) for k in range(1, 7)
        for i in range(k)
    ]  # fmt: skip
    sizes = {5: (WIDTH, HEIGHT), 6: (WIDTH, HEIGHT)}
    write_coco(folder, entries, 6, "train", sizes)
    return write_coco(folder, entries[:3], 3, "val", {3: (50, 50)})


@pytest.fixture(scope="module")
def still(root):
    """Nine batches that are not mirrored, with masks."""
    return taken(opened(root, flip=STILL, masks=True), 9)


def taken(data, steps, start=0):
    batches = data.train_batches(start_step=start).take(steps)
    return list(batches.as_numpy_iterator())


def assert_same(one, two):
    assert one.keys() == two.keys()
    for name in one:
        np.testing.assert_array_equal(one[name], two[name], err_msg=name)


def test_training_can_be_entered_at_any_step(root):
    fields = {"masks": True, "train_short_sides": (32, 40)}
    whole = taken(opened(root, **fields), 7)
    for batch, again in zip(
        whole[4:], taken(opened(root, **fields), 3, start=4), strict=True
    ):
        assert_same(batch, again)
    other = taken(opened(root, seed=1, **fields), 7)
    assert any(
        a["image"].shape != b["image"].shape
        or not np.array_equal(a["image"], b["image"])
        for a, b in zip(whole, other, strict=True)
    )


def test_a_batch_holds_wide_or_high_images(still):
    for batch in still:
        height, width = batch["image_size"].T
        assert np.all(height > width) or np.all(height < width)


def test_objects_lie_in_the_first_places_and_empty_ones_are_marked(still):
    for batch in still:
        count = (batch["classes"] >= 0).sum(axis=1)
        assert count.max() == batch["classes"].shape[1]
        for boxes, classes, masks, n in zip(
            batch["boxes"], batch["classes"], batch["masks"], count,
            strict=True,
        ):  # fmt: skip
            np.testing.assert_array_equal(boxes[:n, 0], n)
            np.testing.assert_array_equal(boxes[:n, 1], 2 * np.arange(n))
            assert np.all(classes[:n] == 0) and np.all(classes[n:] == -1)
            assert np.all(masks[:n].sum(axis=(1, 2)) == 80)
            assert not boxes[n:].any() and not masks[n:].any()
        assert not batch["ignored"].any()


def test_padding_is_the_mean_and_sides_are_multiples_of_32(still):
    for batch in still:
        _, height, width, _ = batch["image"].shape
        assert height % 32 == 0 and width % 32 == 0
        for image, size in zip(
            batch["image"], batch["image_size"], strict=True
        ):
            rows, columns = size
            color = np.array(MEAN, np.float32)
            assert np.all(image[rows:] == color)
            assert np.all(image[:, columns:] == color)
            assert np.all(image[:rows, :columns] % 1 == 0)


def test_a_fixed_size_holds_all(root):
    data = opened(root, fixed_size=(96, 64), masks=True)
    for batch in taken(data, 4):
        assert batch["image"].shape == (2, 96, 64, 3)
        assert batch["masks"].shape[2:] == (96, 64)
        assert np.all(batch["image"][:, WIDTH:] == np.array(MEAN, np.float32))


def test_an_image_larger_than_the_fixed_size_is_named(root):
    with pytest.raises(DataError, match="train_1.png becomes 60 x 40 pixels"):
        opened(root, fixed_size=(32, 64)).split("train")
    # A list of short sides is looked through too.
    fields = {"train_short_sides": (32, 64), "long_side": 200}
    with pytest.raises(DataError, match="train_1.png becomes 96 x 64"):
        opened(root, fixed_size=(96, 64), **fields).split("train")


def changed(root, numbers, **fields):
    """The first image as it is trained on at each of some numbers."""
    data = opened(root, **fields)
    image = data.split("train")[0]
    pixels = np.array(Image.open(image.path))
    return [augmented(data.config, image, pixels, n) for n in numbers]


def test_half_of_the_images_are_mirrored_with_their_objects(root):
    samples = changed(root, range(40), masks=True)
    (plain,) = changed(root, [0], flip=STILL, masks=True)
    (mirror,) = changed(root, [0], flip=RandomFlip(probability=1), masks=True)
    np.testing.assert_array_equal(mirror.masks, plain.masks[:, :, ::-1])
    np.testing.assert_array_equal(mirror.image, plain.image[:, ::-1])
    np.testing.assert_array_equal(mirror.boxes[0, 0::2], [49, 59])
    flipped = 0
    for sample in samples:
        is_mirror = np.array_equal(sample.image, mirror.image)
        one = mirror if is_mirror else plain
        np.testing.assert_array_equal(sample.boxes, one.boxes)
        np.testing.assert_array_equal(sample.masks, one.masks)
        flipped += is_mirror
    assert 10 <= flipped <= 30


def test_short_sides_are_drawn_from_a_list_or_a_range(root):
    def sides(**more):
        fields = {"long_side": 200, "train_short_sides": (40, 64)}
        samples = changed(root, range(60), **fields, **more)
        return {min(sample.image.shape[:2]) for sample in samples}

    assert sides() == {40, 64}
    found = sides(scale_jitter="range")
    assert min(found) >= 40 and max(found) <= 64 and len(found) > 10


def test_shards_make_the_same_batch_together(root):
    whole = taken(opened(root, batch_size=4, flip=STILL), 3)
    for index in range(2):
        data = opened(root, batch_size=4, flip=STILL)
        part = data.train_batches(start_step=2, shard=(index, 2))
        own = next(part.as_numpy_iterator())
        rows = whole[2]["image_size"][index::2]
        np.testing.assert_array_equal(own["image_size"], rows)
        n = own["classes"].shape[1]
        np.testing.assert_array_equal(
            own["boxes"], whole[2]["boxes"][index::2, :n]
        )


def test_evaluation_sees_each_image_once_in_order(root):
    data = opened(root, eval_batch_size=2)
    batches = list(data.eval_batches().as_numpy_iterator())
    places = np.concatenate([batch["image_index"] for batch in batches])
    np.testing.assert_array_equal(places, [0, 1, 2])
    assert [image.id for image in data.truths()] == [1, 2, 3]
    sizes = np.concatenate([batch["image_size"] for batch in batches])
    np.testing.assert_array_equal(sizes, [(40, 60), (40, 60), (40, 40)])
    (second,) = data.eval_batches((1, 3)).as_numpy_iterator()
    assert second["image_index"] == [1]


def test_images_without_objects_are_judged_but_train_only_if_asked(
    tmp_path, caplog
):
    """Image 1 has an object, 2 a crowd alone, 3 nothing."""
    entries = [annotation(1), annotation(2, iscrowd=1)]
    for split in ("train", "val"):
        write_coco(tmp_path, entries, 3, split)
    data = opened(tmp_path, batch_size=1)
    with caplog.at_level(logging.WARNING, "input_pipeline"):
        assert len(data.training) == 1
    assert "2 images of 3 in 'train' have no object to be found" in caplog.text
    assert "no object of 'train' is of these classes: dog" in caplog.text
    assert len(list(data.eval_batches())) == 3
    everything = opened(tmp_path, batch_size=3, keep_empty=True)
    (batch,) = taken(everything, 1)
    objects = np.sort((batch["classes"] >= 0).sum(axis=1))
    np.testing.assert_array_equal(objects, [0, 1, 1])
    assert batch["ignored"].sum() == 1


def test_an_unreadable_photograph_is_named_or_left_out(tmp_path):
    write_coco(tmp_path, [annotation(i) for i in (1, 2, 3)], 3)
    bad = tmp_path / "images" / "train" / "train_2.png"
    whole = bad.read_bytes()
    bad.write_bytes(whole[:200])
    unchecked = {"batch_size": 1, "check": False}
    with pytest.raises(tf.errors.InvalidArgumentError, match=str(bad)):
        taken(opened(tmp_path, **unchecked), 8)
    rest = taken(opened(tmp_path, on_error="skip", **unchecked), 6)
    assert len(rest) == 6
    with pytest.raises(DataError, match="train_2.png cannot be read"):
        opened(tmp_path).check()
    bad.unlink()
    with pytest.raises(DataError, match="train_2.png"):
        opened(tmp_path).check()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"batch_size": 0}, "`batch_size`"),
        ({"short_side": 70}, "`long_side`"),
        ({"dataset": "synthetic"}, "`dataset` must be one of auto, coco"),
        ({"train_short_sides": (8,)}, "`train_short_sides` must be from 32"),
        ({"scale_jitter": "range"}, "least, most"),
        ({"fixed_size": (33, 64)}, "multiples of 32"),
        ({"val_share": 1.0}, "`val_share`"),
    ],
)
def test_values_out_of_range_are_refused(fields, words):
    with pytest.raises(ValueError, match=words):
        opened("", **fields)


def test_places_beyond_the_batches_are_refused(root):
    for place, words in (
        ({"start_step": -1}, "`start_step` must be"),
        ({"shard": (0, 3)}, "`batch_size` must be a multiple of the 3"),
        ({"shard": (2, 2)}, "`shard` must be"),
    ):
        with pytest.raises(ValueError, match=words):
            opened(root).train_batches(**place)


def test_a_folder_of_nothing_is_refused(tmp_path):
    for place, words in (
        ("", "needs its folder"),
        (tmp_path / "no", "is no folder"),
        (tmp_path, "holds no objects"),
    ):
        with pytest.raises(DataError, match=words):
            _ = opened(place).spec
