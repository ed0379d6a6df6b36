"""What every data set promises, and one of separate files besides."""

import numpy as np
import pytest
import tensorflow as tf

from input_pipeline import DataConfig, DataError, check_samples
from input_pipeline.decode.label import decode_label


class LabelSpecContract:
    """Give a fixture `dataset` with a split "train", and `num_classes`."""

    num_classes = None

    def test_spec_names_and_colors_each_class(self, dataset):
        spec = dataset.spec
        assert spec.num_classes == self.num_classes == len(spec.palette)
        assert spec.ignore_label == 255
        assert np.shape(spec.palette) == (self.num_classes, 3)

    def test_lists_the_split(self, dataset):
        assert "train" in dataset.splits


class DatasetContract(LabelSpecContract):
    """As `LabelSpecContract`, for a pair of files a sample."""

    def test_a_split_counts_names_and_opens_its_samples(self, dataset):
        samples = dataset.samples("train")
        split = dataset.open_split("train")
        assert len(split) == len(samples)
        assert split.names() == tuple(s.image_path.name for s in samples)
        source = split.source(DataConfig())
        read = [source.read(place) for place in source.in_order()]
        for sample, found in zip(samples, read, strict=True):
            encoded = tf.io.read_file(str(sample.label_path))
            ids = decode_label(encoded, dataset.spec)
            np.testing.assert_array_equal(found["label"], ids)

    def test_samples_exist_and_have_ids_of_their_own(self, dataset):
        samples = dataset.samples("train")
        assert samples
        assert len({sample.id for sample in samples}) == len(samples)
        assert all(s.image_path.is_file() for s in samples)
        assert all(s.label_path.is_file() for s in samples)

    def test_labels_hold_only_known_classes(self, dataset):
        for sample in dataset.samples("train"):
            encoded = tf.io.read_file(str(sample.label_path))
            ids = np.unique(decode_label(encoded, dataset.spec))
            assert np.all((ids < self.num_classes) | (ids == 255))

    def test_all_files_pass_the_check(self, dataset):
        for split in dataset.splits:
            check_samples(dataset.samples(split), dataset.spec)

    def test_a_missing_image_is_named(self, dataset):
        sample = dataset.samples("train")[0]
        sample.image_path.unlink()
        with pytest.raises(DataError, match=sample.id.rsplit("_")[-1]):
            dataset.samples("train")

    def test_unknown_split_is_an_error_that_lists_the_known(self, dataset):
        with pytest.raises(DataError, match="no split 'nowhere'.*train"):
            dataset.samples("nowhere")
