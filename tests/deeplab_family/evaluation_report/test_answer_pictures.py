import numpy as np
import pytest

from deeplab_family.evaluation_report.answer_pictures import (
    BOTH_WRONG,
    ONLY_FIRST,
    ONLY_SECOND,
    UNSURE,
    WRONG,
    SmallImage,
)
from deeplab_family.pages.pictures import SIDE
from tests.deeplab_family.evaluation_report.answers import (
    SPEC,
    is_color,
    judged,
    opened,
)

BLOCK = np.ones((32, 32), np.uint8)


def blocks(*ids):
    """Ids side by side, each 32 pixels square."""
    return np.hstack([number * BLOCK for number in ids])


def middles(pixels, count):
    return [pixels[16, 32 * place + 16] for place in range(count)]


def small(one):
    return SmallImage(one, SPEC.palette, SPEC.ignore_label)


def test_labels_and_answers_have_their_colors_and_unjudged_ones_white():
    one = judged(blocks(0, 1, 255), blocks(1, 1, 0))
    road, sky, none = middles(opened(small(one).truth()), 3)
    assert tuple(road) == SPEC.palette[0] and tuple(sky) == SPEC.palette[1]
    assert tuple(none) == (255, 255, 255)
    shown = middles(opened(small(one).answer(one.class_map, "it")), 3)
    assert [tuple(color) for color in shown] == [
        SPEC.palette[number] for number in (1, 1, 0)
    ]


def test_wrong_pixels_are_red_and_no_others():
    one = judged(blocks(0, 1, 255), blocks(1, 1, 0))
    pixels = opened(small(one).errors(one.class_map))
    wrong = [bool(is_color(c, WRONG)) for c in middles(pixels, 3)]
    assert wrong == [True, False, False]
    assert is_color(middles(pixels, 3)[2], (255, 255, 255))


def test_where_two_answers_differ_the_right_one_has_its_color():
    labels = blocks(0, 0, 0, 2, 255)
    first, second = blocks(0, 1, 0, 0, 0), blocks(0, 0, 1, 1, 1)
    picture = small(judged(labels, second)).differences(first, second)
    same, by_second, by_first, neither, none = middles(opened(picture), 5)
    assert is_color(by_first, ONLY_FIRST) and is_color(by_second, ONLY_SECOND)
    assert is_color(neither, BOTH_WRONG)
    assert is_color(none, (255, 255, 255))
    assert np.ptp(same.astype(int)) < 8, "gray"


def test_confidence_is_white_where_sure_and_dark_where_not():
    answers = blocks(0, 0, 0)
    sure = np.array([1.0, 0.5, 0.75])[blocks(0, 1, 2)]
    one = judged(answers, answers, np.stack([sure, 1 - sure], axis=-1))
    pixels = opened(small(one).confidence(one.probabilities))
    light, dark, between = middles(pixels, 3)
    assert is_color(light, (255, 255, 255)) and is_color(dark, UNSURE)
    assert is_color(between, (255 + np.array(UNSURE)) / 2)


@pytest.mark.parametrize("shape", [(1000, 700), (31, 2000), (3, 5)])
def test_pictures_are_small_and_of_one_size(shape):
    ids = np.zeros(shape, np.uint8)
    one = judged(ids, ids)
    shown = small(one)
    sizes = {
        opened(picture).shape
        for picture in (
            shown.photograph(),
            shown.truth(),
            shown.answer(one.class_map, "it"),
            shown.errors(one.class_map),
        )
    }
    ((height, width, _),) = sizes
    assert max(height, width) == min(SIDE, max(shape))
    assert height / width == pytest.approx(shape[0] / shape[1], rel=0.1)
