import numpy as np
import pytest
from PIL import Image

from input_pipeline import (
    DataConfig,
    DataError,
    check_samples,
    eval_batches,
    train_batches,
    write_records,
)
from input_pipeline.datasets import CityscapesDataset, to_stored_ids
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.write_cityscapes import (
    write_cityscapes,
    write_label,
)

PUBLISHED = {7: 0, 8: 1, 11: 2, 12: 3, 13: 4, 17: 5, 19: 6, 20: 7, 21: 8}
PUBLISHED |= {22: 9, 23: 10, 24: 11, 25: 12, 26: 13, 27: 14, 28: 15}
PUBLISHED |= {31: 16, 32: 17, 33: 18}


@pytest.fixture
def root(tmp_path):
    return write_cityscapes(tmp_path)


class TestCityscapes(DatasetContract):
    num_classes = 19

    @pytest.fixture
    def dataset(self, root):
        return CityscapesDataset(root)


def test_label_ids_become_the_published_train_ids():
    table = CityscapesDataset.spec.label_table
    for stored in range(34):
        assert table[stored] == PUBLISHED.get(stored, 255)
    assert np.all(table[34:] == -1)


def test_train_ids_go_back_to_label_ids_for_the_test_server():
    ids = np.arange(19)
    stored = to_stored_ids(ids, CityscapesDataset.spec)
    assert stored.tolist() == list(PUBLISHED)


def test_splits_take_their_labels_and_parts(root):
    dataset = CityscapesDataset(root)
    ids = {split: len(dataset.samples(split)) for split in dataset.splits}
    assert ids == {
        "train": 2,
        "val": 1,
        "trainval": 3,
        "train_coarse": 2,
        "val_coarse": 1,
        "train_extra": 1,
        "train_plus_extra": 3,
        "trainval_plus_extra": 4,
    }
    (extra,) = dataset.samples("train_extra")
    assert (
        extra.label_path.name == "augsburg_000000_000000_gtCoarse_labelIds.png"
    )


def test_coarse_labels_join_fine_ones_each_picture_once(root):
    dataset = CityscapesDataset(root)
    joined = dataset.samples("trainval_plus_extra")
    parts = ("train", "val", "train_extra")
    assert joined == tuple(s for p in parts for s in dataset.samples(p))
    kinds = [s.label_path.relative_to(root).parts[0] for s in joined]
    assert kinds == ["gtFine"] * 3 + ["gtCoarse"]


def test_training_batches_and_records_hold_train_ids(root, tmp_path_factory):
    packed = tmp_path_factory.mktemp("packed") / "records"
    write_records("cityscapes", root, packed, ["train", "val"], shards=1)
    for dataset, folder in (("cityscapes", root), ("records", packed)):
        config = DataConfig(
            dataset=dataset, root=str(folder), crop_size=(32, 32), batch_size=4
        )
        _, labels = next(iter(train_batches(config)))
        assert set(np.unique(labels)) <= {*range(19), 255}
        _, from_either = next(iter(eval_batches(config)))
        (sample,) = CityscapesDataset(root).samples("val")
        stored = np.asarray(Image.open(sample.label_path))
        expected = CityscapesDataset.spec.label_table[stored]
        np.testing.assert_array_equal(from_either[0], expected)


def test_splits_without_their_folders_are_not_there(root):
    (root / "gtCoarse").rename(root / "elsewhere")
    assert CityscapesDataset(root).splits == ("train", "val", "trainval")


def test_the_test_split_is_refused_with_the_reason(root):
    with pytest.raises(DataError, match="'test'.*not published.*--stored-ids"):
        CityscapesDataset(root).samples("test")


def test_train_ids_where_label_ids_belong_are_refused(root):
    ids = np.full((36, 48), 255, np.uint8)
    ids[:9] = 3
    write_label(root, "gtFine", "val", "frankfurt_000000_000294", ids)
    dataset = CityscapesDataset(root)
    with pytest.raises(DataError, match="id 255; .*ids 0 to 33.*class ids"):
        check_samples(dataset.samples("val"), dataset.spec)


def test_only_converted_labels_are_refused(root):
    for path in (root / "gtFine/val").rglob("*_labelIds.png"):
        converted = path.name.replace("labelIds", "labelTrainIds")
        path.rename(path.with_name(converted))
    with pytest.raises(DataError, match="holds only labelTrainIds"):
        CityscapesDataset(root).samples("val")


def test_a_missing_label_is_named(root):
    next((root / "gtFine/train").rglob("bochum*_labelIds.png")).unlink()
    with pytest.raises(DataError, match="no label .*gtFine.*bochum_000000"):
        CityscapesDataset(root).samples("train")


def test_another_folder_is_refused_with_the_tree(tmp_path):
    with pytest.raises(DataError, match="not Cityscapes.*leftImg8bit/train"):
        CityscapesDataset(tmp_path)
