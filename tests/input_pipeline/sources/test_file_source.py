import numpy as np
import pytest

from input_pipeline import open_dataset
from input_pipeline.sources.file_source import FileSource
from tests.input_pipeline.draw_files import write_folder


@pytest.fixture
def samples(tmp_path):
    return open_dataset("folder", write_folder(tmp_path, count=7)).samples(
        "train"
    )


def order(source, count, seed=0, start=0):
    pairs = source.mixed(seed, start).take(count)
    return [(int(number), int(index)) for number, index in pairs]


def test_every_epoch_visits_every_sample_once(samples):
    drawn = np.array(order(FileSource(samples), 28))
    assert drawn[:, 0].tolist() == list(range(28))
    for epoch in drawn[:, 1].reshape(4, 7):
        assert sorted(epoch) == list(range(7))


def test_epochs_and_seeds_differ(samples):
    source = FileSource(samples)
    drawn = [index for _, index in order(source, 28)]
    epochs = {tuple(drawn[n : n + 7]) for n in range(0, 28, 7)}
    assert len(epochs) == 4
    assert drawn != [index for _, index in order(source, 28, seed=1)]


@pytest.mark.parametrize("start", [0, 3, 7, 20])
def test_starts_anywhere_in_the_same_order(samples, start):
    source = FileSource(samples)
    assert order(source, 30)[start:25] == order(source, 25 - start, 0, start)


def test_a_far_start_costs_nothing(samples):
    far = 10**15
    assert order(FileSource(samples), 1, 0, far)[0][0] == far


@pytest.mark.parametrize("count", [1, 2, 3])
def test_tiny_splits_are_complete_too(samples, count):
    drawn = order(FileSource(samples[:count]), count)
    assert sorted(index for _, index in drawn) == list(range(count))


def test_loads_the_bytes_of_both_files(samples):
    source = FileSource(samples)
    assert len(source) == 7
    loaded = [source.load(index) for index in source.in_order()]
    assert [sample["id"] for sample in loaded] == [
        f"{n:03d}".encode() for n in range(7)
    ]
    assert loaded[2]["image"] == samples[2].image_path.read_bytes()
    assert loaded[2]["label"] == samples[2].label_path.read_bytes()


def test_names_the_file_of_a_number(samples):
    source = FileSource(samples)
    (_, index) = order(source, 12, seed=5)[-1]
    assert source.name_of(11, seed=5) == str(samples[index].image_path)
