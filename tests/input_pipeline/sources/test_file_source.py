import numpy as np
import pytest
import tensorflow as tf

from input_pipeline import DatasetSpec, open_dataset
from input_pipeline.sampling.epoch_items import Visits
from input_pipeline.sources.file_source import FileSource
from tests.input_pipeline.draw_files import random_ids, write_folder

SPEC = DatasetSpec(("road", "sky", "car"), ((0, 0, 0),) * 3)


@pytest.fixture
def samples(tmp_path):
    dataset = open_dataset("folder", write_folder(tmp_path, count=7))
    return dataset.samples("train")


def source_of(samples, visits=None):
    return FileSource(samples, SPEC, visits)


def order(source, count, seed=0, start=0):
    pairs = source.mixed(seed, start).take(count)
    return [(int(number), int(index)) for number, index in pairs]


def test_every_epoch_visits_every_sample_once(samples):
    drawn = np.array(order(source_of(samples), 28))
    assert drawn[:, 0].tolist() == list(range(28))
    for epoch in drawn[:, 1].reshape(4, 7):
        assert sorted(epoch) == list(range(7))


def test_epochs_and_seeds_differ(samples):
    source = source_of(samples)
    drawn = [index for _, index in order(source, 28)]
    epochs = {tuple(drawn[n : n + 7]) for n in range(0, 28, 7)}
    assert len(epochs) == 4
    assert drawn != [index for _, index in order(source, 28, seed=1)]


@pytest.mark.parametrize("start", [0, 3, 7, 20])
def test_starts_anywhere_in_the_same_order(samples, start):
    source = source_of(samples)
    assert order(source, 30)[start:25] == order(source, 25 - start, 0, start)


def test_a_far_start_costs_nothing(samples):
    far = 10**15
    assert order(source_of(samples), 1, 0, far)[0][0] == far


@pytest.mark.parametrize("count", [1, 2, 3])
def test_tiny_splits_are_complete_too(samples, count):
    drawn = order(source_of(samples[:count]), count)
    assert sorted(index for _, index in drawn) == list(range(count))


def test_loads_the_bytes_of_both_files(samples):
    source = source_of(samples)
    assert len(source) == 7
    loaded = [source.load(index) for index in source.in_order()]
    assert [sample["id"] for sample in loaded] == [
        f"{n:03d}".encode() for n in range(7)
    ]
    assert loaded[2]["image"] == samples[2].image_path.read_bytes()
    assert loaded[2]["label"] == samples[2].label_path.read_bytes()


def test_names_the_file_of_a_number(samples):
    source = source_of(samples)
    (_, index) = order(source, 12, seed=5)[-1]
    assert source.name_of(11, seed=5) == str(samples[index].image_path)
    both = samples[index].image_path, samples[index].label_path
    assert source.files_of(11, seed=5) == both
    assert source.part_of(11, seed=5) == 0


def test_a_visit_is_an_image_and_a_part_of_it(samples):
    regions = np.array([[0, 0, 8, 8], [4, 4, 8, 8], [-2, 0, 8, 8]], np.int32)
    source = source_of(samples, Visits(np.array([5, 5, 1]), regions))
    assert len(source) == 3
    loaded = [source.load(visit) for visit in source.in_order()]
    assert [s["id"] for s in loaded] == [b"005", b"005", b"001"]
    np.testing.assert_array_equal([s["region"] for s in loaded], regions)
    ((number, visit),) = order(source, 1)
    image = samples[[5, 5, 1][visit]].image_path
    assert source.name_of(number, 0) == str(image)


def test_reading_decodes_the_label_and_leaves_the_image(samples):
    source = source_of(samples)
    read = source.read(tf.constant(4, tf.int64))
    np.testing.assert_array_equal(read["label"], random_ids(4))
    assert read["image"] == samples[4].image_path.read_bytes()


def test_holds_names_and_places_but_no_pixels(samples):
    """Nothing that grows with the pixels, and no buffer to shuffle in."""
    held = vars(source_of(samples)).values()
    tensors = [v for v in held if isinstance(v, tf.Tensor)]
    assert all(t.shape == (7,) for t in tensors)
    text = {t.dtype for t in tensors}
    assert text == {tf.string, tf.int64}


def test_names_need_not_be_utf8(tmp_path):
    root = tmp_path / b"r\xf6ot".decode("utf-8", "surrogateescape")
    write_folder(root, count=1)
    name = b"caf\xe9".decode("utf-8", "surrogateescape")
    (root / "images/train/000.jpg").rename(root / f"images/train/{name}.jpg")
    (root / "labels/train/000.png").rename(root / f"labels/train/{name}.png")
    source = source_of(open_dataset("folder", root).samples("train"))
    sample = source.read(tf.constant(0, tf.int64))
    assert sample["id"].numpy() == b"caf\xe9"
    np.testing.assert_array_equal(sample["label"], random_ids(0))
