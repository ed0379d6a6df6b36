import numpy as np
import pytest
import tensorflow as tf

from input_pipeline import open_dataset
from input_pipeline.sources.file_source import FileSource
from input_pipeline.sources.mixed_source import MixedSource
from tests.input_pipeline.draw_files import write_folder


def source_of(folder, count):
    dataset = open_dataset("folder", write_folder(folder, count=count))
    return FileSource(dataset.samples("train"), dataset.spec)


@pytest.fixture
def sources(tmp_path):
    return [source_of(tmp_path / "a", 6), source_of(tmp_path / "b", 4)]


def drawn(source, count, start=0, seed=0):
    return [
        (int(number), int(part), int(visit))
        for number, (part, visit) in source.mixed(seed, start).take(count)
    ]


def test_data_sets_are_joined_with_weights_of_one(sources):
    mixed = MixedSource(sources, [1, 1])
    assert len(mixed) == 10
    every = {(0, n) for n in range(6)} | {(1, n) for n in range(4)}
    seen = drawn(mixed, 30)
    for start in (0, 10, 20):
        assert {pair[1:] for pair in seen[start : start + 10]} == every


def test_a_weight_counts_the_visits_to_each_image(sources):
    mixed = MixedSource(sources, [1, 2.5])
    assert len(mixed) == 6 + 10
    of_second = [visit for _, part, visit in drawn(mixed, 32) if part == 1]
    assert np.bincount(of_second).tolist() == [5, 5, 5, 5]


def test_a_small_part_still_has_a_turn(sources):
    assert len(MixedSource(sources, [1, 0.01])) == 7


@pytest.mark.parametrize("start", [0, 3, 10, 21])
def test_starts_anywhere_in_the_same_order(sources, start):
    mixed = MixedSource(sources, [1, 1.5])
    assert drawn(mixed, 30)[start:] == drawn(mixed, 30 - start, start)


def test_a_far_start_costs_nothing(sources):
    mixed = MixedSource(sources, [1, 1])
    assert drawn(mixed, 1, 10**15)[0][0] == 10**15


def test_reads_and_names_the_sample_of_its_part(sources):
    mixed = MixedSource(sources, [1, 1])
    for number, part, visit in drawn(mixed, 10, seed=3):
        sample = sources[part].samples[visit]
        read = mixed.read((tf.constant(part), tf.constant(visit, tf.int64)))
        assert read["image"] == sample.image_path.read_bytes()
        assert read["id"] == sample.id.encode()
        assert mixed.name_of(number, seed=3) == str(sample.image_path)
        both = sample.image_path, sample.label_path
        assert mixed.files_of(number, seed=3) == both
        assert mixed.part_of(number, seed=3) == part
