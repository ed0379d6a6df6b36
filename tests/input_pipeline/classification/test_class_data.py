"""Batches of a class tree: order, crops, resuming, unreadable files."""

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline import ColorJitter, DataError, RandomFlip
from input_pipeline.classification import (
    ClassDataConfig,
    OpenedClassData,
    PCALighting,
    RandomSizedCrop,
)
from input_pipeline.classification.class_batches import augmented
from input_pipeline.classification.drawn_classes import draw_classes

SMALL = {"crop_size": (32, 32), "eval_short_side": 36, "batch_size": 4}


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    return draw_classes(tmp_path_factory.mktemp("tree"))


def opened(root, **fields) -> OpenedClassData:
    return OpenedClassData(ClassDataConfig(root=str(root), **SMALL | fields))


def taken(data, steps, start=0):
    batches = data.train_batches(start_step=start).take(steps)
    return list(batches.as_numpy_iterator())


@pytest.fixture(scope="module")
def whole(tree):
    """Two epochs of three batches."""
    return taken(opened(tree), 6)


def test_training_can_be_entered_at_any_step(tree, whole):
    for (images, labels), (again, same) in zip(
        whole[4:], taken(opened(tree), 2, start=4), strict=True
    ):
        np.testing.assert_array_equal(images, again)
        np.testing.assert_array_equal(labels, same)
    assert not np.array_equal(whole[0][0], whole[3][0])


def test_an_epoch_visits_every_image_once_in_its_own_order(tree, whole):
    labels = [labels for _, labels in whole]
    first, second = np.concatenate(labels[:3]), np.concatenate(labels[3:])
    for epoch in (first, second):
        np.testing.assert_array_equal(np.bincount(epoch), [4, 4, 4])
    assert not np.array_equal(first, second)
    other = [labels for _, labels in taken(opened(tree, seed=1), 3)]
    assert not np.array_equal(first, np.concatenate(other))


def test_labels_belong_to_their_images(tree, whole):
    """Red, green and blue, by sorted names; the color survives the jitter."""
    for images, labels in whole + list(
        opened(tree).eval_batches().as_numpy_iterator()
    ):
        strongest = images.mean(axis=(1, 2)).argmax(axis=1)
        np.testing.assert_array_equal(strongest, labels)


def test_evaluation_sees_each_image_once_in_order(tree):
    data = opened(tree, eval_batch_size=4)
    batches = list(data.eval_batches().as_numpy_iterator())
    assert [len(labels) for _, labels in batches] == [4, 2]
    labels = np.concatenate([labels for _, labels in batches])
    np.testing.assert_array_equal(labels, [0, 0, 1, 1, 2, 2])
    first = tree / "val" / "n01" / "n01_0.JPEG"
    encoded = tf.io.read_file(str(first))
    image = tf.io.decode_jpeg(encoded, dct_method="INTEGER_ACCURATE")
    crop = data.config.evaluation_crop.cut(image)
    np.testing.assert_array_equal(batches[0][0][0], crop)


def test_shards_make_the_same_batch_together(tree, whole):
    data = opened(tree)
    images, labels = whole[2]
    for index in range(2):
        part = data.train_batches(start_step=2, shard=(index, 2))
        own_images, own_labels = next(part.as_numpy_iterator())
        np.testing.assert_array_equal(own_images, images[index::2])
        np.testing.assert_array_equal(own_labels, labels[index::2])


def test_shards_judge_each_image_once(tree):
    """Six images in batches of two; of four shards the last ones have one."""
    count = 4
    data = opened(tree, eval_batch_size=2)
    whole = [*data.eval_batches().unbatch().as_numpy_iterator()]
    for index in range(count):
        part = data.eval_batches((index, count)).unbatch()
        pairs = zip(part.as_numpy_iterator(), whole[index::count], strict=True)
        for (image, label), (expected, its) in pairs:
            np.testing.assert_array_equal(image, expected)
            assert label == its


def test_a_shard_may_have_nothing_to_judge(tree):
    assert [*opened(tree).eval_batches((6, 7)).as_numpy_iterator()] == []


def test_without_chance_a_crop_is_the_resized_image(tree):
    """Each change alone is off, and on again is seen."""
    still = {
        "crop": RandomSizedCrop(
            minimum_area=1, minimum_ratio=4 / 3, maximum_ratio=4 / 3
        ),
        "jitter": ColorJitter(),
        "lighting": PCALighting(deviation=0),
        "flip": RandomFlip(probability=0),
    }
    encoded = (tree / "train" / "n02" / "n02_1.JPEG").read_bytes()

    def crop(**fields):
        config = ClassDataConfig(**SMALL | still | fields)
        pixels = augmented(config, tf.constant(encoded), tf.constant((3, 5)))
        return pixels.numpy().astype(int)

    image = tf.io.decode_jpeg(encoded, dct_method="INTEGER_ACCURATE")
    resized = tf.image.resize(image, (32, 32), antialias=True)
    np.testing.assert_allclose(crop(), resized, atol=0.51)
    for name in ("crop", "jitter", "lighting"):
        default = getattr(ClassDataConfig(), name)
        assert np.abs(crop(**{name: default}) - crop()).mean() > 1, name
    mirrored = crop(flip=RandomFlip(probability=1))
    np.testing.assert_array_equal(mirrored, crop()[:, ::-1])


def test_odd_files_of_imagenet_are_read(tmp_path):
    """CMYK, gray, and a PNG by another name, as Pillow reads them."""
    folder = draw_classes(tmp_path, train=1, val=1) / "val" / "n01"
    (folder / "n01_0.JPEG").unlink()
    color = Image.new("RGB", (36, 36), (180, 60, 30))
    color.convert("CMYK").save(folder / "a.JPEG", "JPEG", quality=100)
    color.convert("L").save(folder / "b.JPEG", "JPEG", quality=100)
    color.save(folder / "c.JPEG", "PNG")
    images, labels = next(opened(tmp_path).eval_batches().as_numpy_iterator())
    np.testing.assert_array_equal(labels[:3], [0, 0, 0])
    for name, image in zip("abc", images, strict=False):
        want = Image.open(folder / f"{name}.JPEG").convert("RGB")
        np.testing.assert_allclose(
            image, np.asarray(want)[2:34, 2:34], atol=1, err_msg=name
        )


def test_an_unreadable_file_is_named(tmp_path):
    draw_classes(tmp_path)
    bad = tmp_path / "train" / "n02" / "n02_1.JPEG"
    bad.write_bytes(b"no image")
    last = tmp_path / "val" / "n10" / "n10_1.JPEG"
    last.write_bytes(b"")
    data = opened(tmp_path)
    for batches, path in (
        (data.train_batches().take(8), bad),
        (data.eval_batches(), last),
    ):
        with pytest.raises(tf.errors.InvalidArgumentError, match=str(path)):
            list(batches)


def test_unreadable_files_may_be_skipped(tmp_path):
    draw_classes(tmp_path)
    (tmp_path / "train" / "n02" / "n02_1.JPEG").write_bytes(b"no image")
    skipping = opened(tmp_path, on_error="skip")
    labels = np.concatenate([labels for _, labels in taken(skipping, 11)])
    np.testing.assert_array_equal(np.bincount(labels), [16, 12, 16])


def test_a_tree_without_readable_images_is_refused(tmp_path):
    draw_classes(tmp_path)
    for path in (tmp_path / "train").glob("*/*"):
        path.write_bytes(b"x")
    with pytest.raises(DataError, match="and all after it cannot be used"):
        opened(tmp_path).train_batches()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"batch_size": 0}, "`batch_size`"),
        ({"on_error": "ignore"}, "`on_error`"),
        ({"eval_short_side": 100}, "`crop_size` must be 1 to"),
    ],
)
def test_values_out_of_range_are_refused(fields, words):
    with pytest.raises(ValueError, match=words):
        ClassDataConfig(**fields)


def test_places_beyond_the_batches_are_refused(tree):
    for place, words in (
        ({"start_step": -1}, "`start_step` must be"),
        ({"shard": (0, 3)}, "`batch_size` must be a multiple of the 3"),
        ({"shard": (2, 2)}, "`shard` must be"),
    ):
        with pytest.raises(ValueError, match=words):
            opened(tree).train_batches(**place)
