import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError
from input_pipeline.datasets import SBDDataset
from input_pipeline.datasets.sbd import find_sbd
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.write_sbd import (
    LISTS,
    sbd_ids,
    write_sbd,
)


class TestSBD(DatasetContract):
    num_classes = 21

    @pytest.fixture
    def dataset(self, tmp_path):
        return SBDDataset(write_sbd(tmp_path))


@pytest.mark.parametrize("inside", ["", "benchmark_RELEASE/dataset"])
def test_is_found_in_the_folders_it_is_unpacked_to(tmp_path, inside):
    root = write_sbd(tmp_path)
    found = find_sbd(root / inside)
    assert found == root / "benchmark_RELEASE/dataset"


def test_labels_are_those_of_the_mat_files(tmp_path):
    samples = SBDDataset(write_sbd(tmp_path)).samples("train")
    assert tuple(s.id for s in samples) == LISTS["train"]
    for number, sample in enumerate(samples):
        ids = np.asarray(Image.open(sample.label_path))
        np.testing.assert_array_equal(ids, sbd_ids(number))


def test_converts_once(tmp_path):
    dataset = SBDDataset(write_sbd(tmp_path))
    (sample,) = dataset.samples("val")
    before = sample.label_path.stat().st_mtime_ns
    (dataset.root / f"cls/{sample.id}.mat").unlink()
    dataset.samples("val")
    assert sample.label_path.stat().st_mtime_ns == before


def test_a_damaged_mat_file_is_named_and_nothing_half_made(tmp_path):
    dataset = SBDDataset(write_sbd(tmp_path))
    (dataset.root / f"cls/{LISTS['val'][0]}.mat").write_bytes(b"MATLAB")
    with pytest.raises(DataError, match=f"{LISTS['val'][0]}.mat is not"):
        dataset.samples("val")
    assert [*(dataset.root / "cls_png").iterdir()] == []


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(DataError, match="not the SBD.*benchmark_RELEASE"):
        SBDDataset(tmp_path)
