import pytest

from deeplab_family.models.duc_hdc import deconvolution_width


@pytest.mark.parametrize(("strides", "width"), [((8,), 285), ((2, 4), 282)])
def test_width_for_cityscapes_with_cells_of_two(strides, width):
    """DUC: 4 * (9 * 2048 + 1) * 304 = 22,414,528 parameters."""
    assert width == deconvolution_width(
        target_filters=304,
        branches=4,
        channels=2048,
        strides=strides,
        num_classes=19,
    )
