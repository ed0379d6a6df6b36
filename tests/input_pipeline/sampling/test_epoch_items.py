import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError, open_dataset
from input_pipeline.sampling import HardClassBootstrap, Patches
from input_pipeline.sampling.epoch_items import plan_visits
from tests.input_pipeline.draw_files import write_folder

STRIDED = Patches(layout="stride", size=(30, 30), stride=20)


@pytest.fixture
def dataset(tmp_path):
    return open_dataset(
        "folder", write_folder(tmp_path, count=3, sizes=[(36, 48), (50, 30)])
    )


def plan(dataset, bootstrap=None, patches=None):
    return plan_visits(
        dataset.samples("train"),
        dataset.spec,
        bootstrap or HardClassBootstrap(),
        patches or Patches(),
    )


def test_without_sampling_each_image_comes_once_and_whole(dataset):
    visits = plan(dataset)
    assert visits.images.tolist() == [0, 1, 2] and visits.regions is None


def test_every_patch_of_every_image_comes_once(dataset):
    visits = plan(dataset, patches=STRIDED)
    expected = [
        (image, *region)
        for image, size in enumerate([(36, 48), (50, 30), (36, 48)])
        for region in STRIDED.regions(*size).tolist()
    ]
    seen = np.column_stack([visits.images, visits.regions])
    assert seen.tolist() == [list(visit) for visit in expected]
    assert len(visits) == 4 + 2 + 4


def test_an_image_of_a_hard_class_brings_its_patches_twice(dataset):
    only_third = HardClassBootstrap(classes=(2,))
    label = dataset.samples("train")[0].label_path
    other = dataset.samples("train")[1].label_path
    for path, size in ((label, (36, 48)), (other, (50, 30))):
        Image.fromarray(np.zeros(size, np.uint8)).save(path)
    visits = plan(dataset, only_third, STRIDED)
    assert np.bincount(visits.images).tolist() == [4, 2, 8]


def test_a_header_with_a_long_preview_is_read_to_its_end(dataset):
    path = dataset.samples("train")[0].image_path
    with Image.open(path) as picture:
        picture.save(path, icc_profile=bytes(200_000))
    assert len(plan(dataset, patches=STRIDED)) == 10


def test_pictures_that_are_none_are_named(dataset):
    path = dataset.samples("train")[1].image_path
    path.write_bytes(b"no picture")
    with pytest.raises(DataError, match="001.jpg is not a readable"):
        plan(dataset, patches=STRIDED)
    path.unlink()
    path.mkdir()
    with pytest.raises(DataError, match="no image of the same name.*: 001"):
        plan(dataset, patches=STRIDED)
