import pytest

from input_pipeline import DataError
from input_pipeline.datasets import MapillaryDataset, MapillaryV2Dataset
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.write_mapillary import write_mapillary

BOTH = {
    "v1.2": (MapillaryDataset, "v1.2/labels", "config_v1.2.json"),
    "v2.0": (MapillaryV2Dataset, "v2.0/labels", "config_v2.0.json"),
}


class TestFirstRelease(DatasetContract):
    num_classes = 3

    @pytest.fixture
    def dataset(self, tmp_path):
        return MapillaryDataset(write_mapillary(tmp_path))


@pytest.mark.parametrize("version", BOTH)
class TestBothVersionsTogether(DatasetContract):
    num_classes = 3

    @pytest.fixture
    def dataset(self, tmp_path, version):
        kind, folder, config = BOTH[version]
        return kind(write_mapillary(tmp_path, folder, config))


def test_version_2_is_not_found_in_the_first_release(tmp_path):
    with pytest.raises(DataError, match="v2.0: it must hold config_v2.0.json"):
        MapillaryV2Dataset(write_mapillary(tmp_path))


def test_another_folder_is_refused_with_the_tree(tmp_path):
    with pytest.raises(DataError, match="training/images/<name>.jpg"):
        MapillaryDataset(tmp_path)


def test_the_test_split_is_refused_with_the_reason(tmp_path):
    with pytest.raises(DataError, match="not published"):
        MapillaryDataset(write_mapillary(tmp_path)).samples("test")
