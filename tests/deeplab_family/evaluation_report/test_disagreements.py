import numpy as np
import pytest

from deeplab_family.evaluation_report import ClassMaps, Disagreements
from deeplab_family.evaluation_report.disagreements import COLUMN
from tests.deeplab_family.evaluation_report.answers import SPEC, judged

LABELS = [[0, 0, 0, 0, 1, 255]]
FIRST = [[0, 1, 0, 1, 0, 0]]
SECOND = [[0, 1, 1, 0, 0, 1]]


def maps_of(*answers):
    maps = ClassMaps()
    for answer in answers:
        maps.add(judged(np.zeros(np.shape(answer)), answer))
    return maps


def test_pixels_are_counted_by_who_is_right():
    found = Disagreements(SPEC, maps_of(FIRST))
    row = found.add(judged(LABELS, SECOND))
    # Right in both, wrong in both (twice), the first, the second, neither.
    assert found.pixels.tolist() == [1, 2, 1, 1, 0]
    assert row == {COLUMN: pytest.approx(2 / 5)}, "the ignored one left out"


def test_different_and_both_wrong_is_a_kind_of_its_own():
    found = Disagreements(SPEC, maps_of([[0, 1]]))
    found.add(judged([[2, 2]], [[1, 1]]))
    assert found.pixels.tolist() == [0, 1, 0, 0, 1]


def test_maps_come_back_in_order_and_size():
    random = np.random.default_rng(0)
    answers = [
        random.integers(0, 150, shape).astype(np.uint8)
        for shape in [(3, 5), (64, 48), (1, 1)]
    ]
    for back, answer in zip(maps_of(*answers), answers, strict=True):
        np.testing.assert_array_equal(back, answer)


def test_the_images_that_differ_most_come_first():
    same, half, all_ = [[0, 0]], [[0, 1]], [[1, 1]]
    found = Disagreements(SPEC, maps_of(same, same, same, same), shown=2)
    for name, answer in zip("abcd", [same, half, all_, half], strict=True):
        found.add(judged([[0, 0]], answer, name=name))
    assert [one.name for one in found.examples] == ["c", "b"]
    assert found.examples[0].words == (
        "100.00% of the pixels differ: 100.00% right in A alone, 0.00% in B "
        "alone"
    )
    assert len(found.examples[0].pictures) == 5


def test_an_image_in_which_they_agree_is_not_shown():
    found = Disagreements(SPEC, maps_of(FIRST))
    found.add(judged(LABELS, FIRST))
    assert found.examples == []


def test_an_image_without_a_judged_pixel_has_no_share():
    found = Disagreements(SPEC, maps_of([[0]]))
    assert np.isnan(found.add(judged([[255]], [[1]]))[COLUMN])


@pytest.mark.parametrize("answers", [[], [[[0, 0, 0]]]])
def test_other_images_are_refused(answers):
    found = Disagreements(SPEC, maps_of(*answers))
    with pytest.raises(ValueError, match="the same images"):
        found.add(judged([[0]], [[0]]))
