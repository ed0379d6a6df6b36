import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataConfig, DataError, check_samples, eval_batches
from input_pipeline.datasets import KITTIRoadDataset
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.write_kitti_road import (
    road_mask,
    write_kitti_road,
)


@pytest.fixture
def root(tmp_path):
    return write_kitti_road(tmp_path)


class TestKITTIRoad(DatasetContract):
    num_classes = 2

    @pytest.fixture
    def dataset(self, root):
        return KITTIRoadDataset(root)


def test_splits_are_the_kinds_the_parts_and_the_lane(root):
    dataset = KITTIRoadDataset(root)
    counts = {split: len(dataset.samples(split)) for split in dataset.splits}
    assert counts == {
        "train": 15,
        "train_part": 12,
        "val_part": 3,
        "lane": 5,
        "um": 5,
        "umm": 5,
        "uu": 5,
    }


def test_the_parts_share_no_picture_and_leave_none_out(root):
    dataset = KITTIRoadDataset(root)
    train, some, held_out = (
        {sample.id for sample in dataset.samples(split)}
        for split in ("train", "train_part", "val_part")
    )
    assert not some & held_out
    assert some | held_out == train


def test_lanes_are_other_files_than_roads(root):
    names = [s.label_path.name for s in KITTIRoadDataset(root).samples("lane")]
    assert names[0] == "um_lane_000000.png"


def test_batches_hold_road_background_and_void(root):
    config = DataConfig(
        dataset="kitti_road", root=str(root), eval_split="val_part"
    )
    _, label = next(iter(eval_batches(config)))
    red, _, blue = np.moveaxis(road_mask(0).astype(int), -1, 0)
    expected = np.where(red == 0, 255, blue // 255)
    np.testing.assert_array_equal(label[0], expected)


def test_an_unknown_color_is_refused_with_its_value(root):
    dataset = KITTIRoadDataset(root)
    (sample, *_) = dataset.samples("um")
    mask = road_mask(0)
    mask[0, 0] = (255, 0, 128)
    Image.fromarray(mask).save(sample.label_path)
    with pytest.raises(DataError, match=r"um_road_.*\(255, 0, 128\); the data"):
        check_samples(dataset.samples("um"), dataset.spec)


def test_a_mask_of_another_name_is_refused(root):
    masks = root / "training/gt_image_2"
    (masks / "um_road_000000.png").rename(masks / "um_000000.png")
    with pytest.raises(DataError, match="um_000000.png is not named"):
        KITTIRoadDataset(root).samples("train")


@pytest.mark.parametrize("split", ["test", "val"])
def test_unlabeled_splits_are_refused_with_a_way_out(root, split):
    with pytest.raises(DataError, match="not published; `val_part`"):
        KITTIRoadDataset(root).samples(split)


def test_another_folder_is_refused_with_the_tree(tmp_path):
    with pytest.raises(DataError, match="image_2 is not a folder.*um_road_"):
        KITTIRoadDataset(tmp_path)
