import numpy as np
import pytest

from input_pipeline.sampling import (
    CITYSCAPES_7_FOLD,
    CITYSCAPES_12_FOLD,
    KITTI_PATCHES,
    Patches,
)


def test_twelve_patches_cover_a_street():
    regions = CITYSCAPES_12_FOLD.regions(1024, 2048)
    assert regions.shape == (12, 4) and regions.dtype == np.int32
    covered = np.zeros((1024, 2048), bool)
    for top, left, height, width in regions:
        assert covered[top : top + height, left : left + width].shape == (
            800,
            800,
        )
        covered[top : top + height, left : left + width] = True
    assert covered.all()


def test_an_epoch_of_cityscapes_has_as_many_patches_as_the_paper_says():
    # 2,975 training images, 35,700 patches: arXiv:1702.08502, section 4.1
    assert 2975 * len(CITYSCAPES_12_FOLD.regions(1024, 2048)) == 35_700


def test_seven_patches_have_their_centers_in_the_middle_row():
    regions = CITYSCAPES_7_FOLD.regions(1024, 2048)
    centers = regions[:, :2] + regions[:, 2:] // 2
    assert centers.tolist() == [[512, 256 * n] for n in range(1, 8)]
    assert regions[0].tolist() == [72, -184, 880, 880]


def test_strided_patches_follow_the_size_of_each_picture():
    assert len(KITTI_PATCHES.regions(375, 1242)) == 2 * 11
    assert len(KITTI_PATCHES.regions(370, 1224)) == 2 * 11
    assert len(KITTI_PATCHES.regions(320, 1220)) == 10


@pytest.mark.parametrize("layout", ["even", "stride"])
def test_a_small_picture_is_one_patch_without_padding(layout):
    patches = Patches(layout=layout, size=(80, 80), stride=10)
    assert patches.regions(50, 60).tolist() == [[0, 0, 50, 60]]
    lefts = patches.regions(50, 100)[:, 1]
    assert lefts[0] == 0 and lefts[-1] == 20
    assert np.all(patches.regions(50, 100)[:, 2:] == (50, 80))


def test_off_by_default():
    assert not Patches() and KITTI_PATCHES


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("layout", "grid"),
        ("size", (0, 3)),
        ("size", (5,)),
        ("rows", 0),
        ("columns", 1.5),
        ("stride", 0),
        ("jitter", -1),
    ],
)
def test_values_out_of_range_are_named_with_what_came(name, value):
    with pytest.raises(ValueError, match=f"`{name}`.* must be .*Received"):
        Patches(**{name: value})
