import pytest

from export.mixed_precision import (
    Int8Quantizer,
    Judge,
)
from export.mixed_precision.groups import group_operations, read_operations
from export.mixed_precision.sensitivity import rank_by_sensitivity
from export.tolerances import Limit

LIMIT = Limit(largest_difference=1.0, equal_pixels=0.9, mean_iou_drop=0.15)


@pytest.fixture(scope="module")
def ranking(fragile, tmp_path_factory):
    return rank_by_sensitivity(
        Int8Quantizer(fragile.file, fragile.calibration),
        group_operations(read_operations(fragile.file), 32),
        Judge(fragile.file, fragile.images, fragile.labels),
        LIMIT,
        tmp_path_factory.mktemp("work"),
        lambda words, done, total: None,
    )


def test_the_parts_beside_the_wide_channel_come_first(ranking):
    assert {one.group.name for one in ranking[:2]} == {"wide_1", "narrow_1"}


def test_the_other_parts_bear_int8(ranking):
    assert all(one.limit_usage < 1 for one in ranking[2:])
