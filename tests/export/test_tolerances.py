import pytest

from export import ARTIFACTS, Limit


def test_the_exact_artifacts_have_the_tightest_limit():
    assert ARTIFACTS["serving"].limit == ARTIFACTS["float32"].limit
    order = [ARTIFACTS[name].limit for name in ("float32", "float16", "int8")]
    for tight, loose in zip(order, order[1:], strict=False):
        assert tight.largest_difference < loose.largest_difference
        assert tight.equal_pixels > loose.equal_pixels
        assert tight.mean_iou_drop < loose.mean_iou_drop


@pytest.mark.parametrize("value", [-0.1, 90, float("nan")])
def test_a_share_outside_zero_to_one_is_refused(value):
    with pytest.raises(ValueError, match="`equal_pixels`.*0 and 1"):
        Limit(largest_difference=0, equal_pixels=value, mean_iou_drop=0)
