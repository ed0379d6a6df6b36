"""Which region a pixel belongs to, against a loop over all pixels."""

from pathlib import Path

import numpy as np
import pytest

from input_pipeline.annotations.draw_regions import draw_regions
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.annotations.regions import (
    AnnotatedImage,
    Bitmap,
    Region,
    RunLengths,
)

IDS = {"cat": 1, "dog": 2, "road": 7}


def image_of(*regions, height=6, width=8):
    return AnnotatedImage("a", Path("a.jpg"), height, width, regions)


def box(name, left, top, right, bottom, **more):
    mask = np.ones((bottom - top, right - left), bool)
    return Region(name, Bitmap(mask, left, top), **more)


def of_one_pixel(covering, overlap, unlabeled):
    """The rule in words: the regions over a pixel, each with its area."""
    real = [one for one in covering if not one[0].ignored]
    if not covering:
        return unlabeled
    if not real:
        return 255
    if overlap == "ignore":
        ids = {IDS[region.class_name] for region, _ in real}
        return ids.pop() if len(ids) == 1 else 255
    if overlap == "later":
        top = max(region.z_order for region, _ in real)
        over = [region for region, _ in real if region.z_order == top]
    else:
        least = min(area for _, area in real)
        over = [region for region, area in real if area == least]
    return IDS[over[-1].class_name]


@pytest.mark.parametrize("overlap", ["later", "smaller", "ignore"])
@pytest.mark.parametrize("unlabeled", [0, 255])
def test_each_pixel_follows_the_rule(overlap, unlabeled):
    rng = np.random.default_rng(0)
    for _ in range(60):
        regions = []
        for _ in range(rng.integers(0, 6)):
            left, right = sorted(rng.choice(9, 2, replace=False).tolist())
            top, bottom = sorted(rng.choice(7, 2, replace=False).tolist())
            name = rng.choice(list(IDS))
            ignored, order = rng.random() < 0.2, int(rng.integers(-1, 2))
            made = box(name, left, top, right, bottom, ignored=ignored)
            made = Region(name, made.outline, "", ignored, order)
            regions.append(made)
        drawn = draw_regions(image_of(*regions), IDS, overlap, unlabeled)
        # Among equal areas the one that lies over the other counts.
        regions.sort(key=lambda region: region.z_order)
        expected = np.zeros_like(drawn)
        for y, x in np.ndindex(drawn.shape):
            covering = [
                (region, region.outline.mask.size)
                for region in regions
                if 0 <= y - region.outline.top < region.outline.mask.shape[0]
                and 0 <= x - region.outline.left < region.outline.mask.shape[1]
            ]
            expected[y, x] = of_one_pixel(covering, overlap, unlabeled)
        np.testing.assert_array_equal(drawn, expected)


def test_bitmaps_and_runs_may_leave_the_picture():
    drawn = draw_regions(image_of(box("cat", -2, 4, 3, 99)), IDS)
    expected = np.zeros((6, 8), np.uint8)
    expected[4:, :3] = 1
    np.testing.assert_array_equal(drawn, expected)
    away = draw_regions(image_of(box("cat", 20, 20, 22, 22)), IDS)
    assert not away.any()


def test_runs_of_a_box_begin_where_the_box_does():
    runs = RunLengths(np.array([1, 2, 1]), 2, 2, "rows", left=3, top=1)
    drawn = draw_regions(image_of(Region("dog", runs)), IDS)
    expected = np.zeros((6, 8), np.uint8)
    expected[1, 4] = expected[2, 3] = 2
    np.testing.assert_array_equal(drawn, expected)


@pytest.mark.parametrize("name", ["overlap", "unlabeled", "on_error"])
def test_rules_are_words_of_a_list(name):
    with pytest.raises(ValueError, match=f"`{name}` must be one of"):
        DrawingRules(**{name: "nothing"})
