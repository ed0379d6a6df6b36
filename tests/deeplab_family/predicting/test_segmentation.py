import dataclasses

import numpy as np
import pytest

from tests.deeplab_family.predicting.segmentations import NAMES, segmentation


def test_the_confidence_is_the_probability_of_the_class_that_won():
    result = segmentation()
    np.testing.assert_array_equal(
        result.confidence, result.probabilities.max(axis=-1)
    )
    other = dataclasses.replace(result, mask=np.zeros_like(result.mask))
    np.testing.assert_array_equal(
        other.confidence, result.probabilities[..., 0]
    )


@pytest.mark.parametrize("seed", [0, 1])
def test_the_mean_of_each_class_counts_its_own_pixels(seed):
    result = segmentation(seed)
    expected = {
        NAMES[i]: result.confidence[result.mask == i].mean()
        for i in range(3)
        if (result.mask == i).any()
    }
    assert ("sky" in expected) == (seed == 0)
    assert result.confidence_by_class() == pytest.approx(expected, abs=1e-6)


def test_polygons_have_the_area_of_the_mask():
    result = segmentation()
    areas = np.zeros(3, int)
    for polygon in result.polygons():
        areas[polygon.class_id] += polygon.area
    np.testing.assert_array_equal(areas, np.bincount(result.mask.ravel()))


def test_a_class_map_alone_has_no_confidence():
    result = dataclasses.replace(segmentation(), ask=lambda: None)
    for attribute in ("probabilities", "confidence"):
        with pytest.raises(ValueError, match="class map alone.*.keras"):
            getattr(result, attribute)
