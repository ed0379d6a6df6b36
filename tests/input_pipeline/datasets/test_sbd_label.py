import numpy as np
import pytest

from input_pipeline import DataError
from input_pipeline.datasets.sbd import read_sbd_label
from tests.input_pipeline.datasets.write_sbd import sbd_ids, write_mat


def test_reads_the_segmentation(tmp_path):
    write_mat(tmp_path / "a.mat", sbd_ids(0))
    ids = read_sbd_label(tmp_path / "a.mat")
    assert ids.dtype == np.uint8
    np.testing.assert_array_equal(ids, sbd_ids(0))


def test_other_ids_are_refused(tmp_path):
    write_mat(tmp_path / "a.mat", np.full((4, 4), 21, np.uint8))
    with pytest.raises(DataError, match="a.mat holds ids up to 21; allowed"):
        read_sbd_label(tmp_path / "a.mat")


def test_instances_in_place_of_classes_are_refused(tmp_path):
    write_mat(tmp_path / "a.mat", sbd_ids(0), "GTinst")
    with pytest.raises(DataError, match="a.mat is not a readable.*GTcls"):
        read_sbd_label(tmp_path / "a.mat")


def test_mutated_files_never_crash_nor_pass_with_strange_ids(tmp_path):
    path = tmp_path / "a.mat"
    write_mat(path, sbd_ids(0))
    content = path.read_bytes()
    random = np.random.default_rng(0)
    for _ in range(300):
        mutated = bytearray(content)
        for place in random.integers(0, len(content), 4):
            mutated[place] = random.integers(0, 256)
        path.write_bytes(bytes(mutated[: random.integers(1, len(content))]))
        try:
            ids = read_sbd_label(path)
        except DataError:
            continue
        assert ids.ndim == 2 and np.all((ids <= 20) | (ids == 255))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match="a.mat cannot be read: No such file"):
        read_sbd_label(tmp_path / "a.mat")
