import numpy as np
import pytest

from deeplab_family.evaluation_report import ExampleImages
from tests.deeplab_family.evaluation_report.answers import SPEC, judged


def image_with(wrong, name, probabilities=None):
    """Ten pixels, half of each class, of which the first few are wrong."""
    labels = np.array([[0, 1] * 5])
    answers = labels.copy()
    answers[0, :wrong] = 1 - answers[0, :wrong]
    return judged(labels, answers, probabilities, name)


def filled(wrong, **options):
    examples = ExampleImages(SPEC, **options)
    for number, count in enumerate(wrong):
        examples.add(image_with(count, f"{number}"))
    return examples


def names(examples):
    return [one.name for one in examples]


def test_the_lowest_and_the_highest_are_kept_in_order():
    examples = filled([0, 4, 2, 10, 1, 6], worst=2, best=3)
    assert names(examples.worst) == ["3", "5"]
    assert names(examples.best) == ["0", "4", "2"]


def test_of_equal_images_the_first_are_kept():
    examples = filled([2] * 9, worst=2, best=2)
    assert names(examples.worst) == ["0", "1"]
    assert names(examples.best) == [], "they are shown already"


def test_few_images_are_shown_once():
    examples = filled([0, 4], worst=6, best=3)
    assert names(examples.worst) == ["1", "0"]
    assert examples.best == []


def test_the_words_are_the_scores_of_the_image():
    # One of five of each class is wrong: IoU 4 / 6 each.
    (one,) = filled([2], worst=1, best=0).worst
    assert one.words == "mean IoU 0.6667, 80.00% of the pixels right"


def test_an_image_without_a_judged_pixel_has_no_rank():
    examples = ExampleImages(SPEC)
    examples.add(judged([[255, 255]], [[0, 1]]))
    assert examples.worst == examples.best == []


def test_confidence_is_shown_where_there_are_probabilities():
    examples = ExampleImages(SPEC, worst=2, best=0)
    examples.add(image_with(4, "without"))
    examples.add(image_with(2, "with", np.full((1, 10, 2), 0.5)))
    without, having = examples.worst
    words = [text for _, text in having.pictures]
    assert words[:-1] == [text for _, text in without.pictures]
    assert words[0] == "image" and words[-1].startswith("confidence")


def test_probabilities_are_computed_for_kept_images_alone():
    class Lazy:
        asked = 0
        class_map = np.zeros((1, 1, 10), np.uint8)

        @property
        def probabilities(self):
            Lazy.asked += 1
            return np.full((1, 1, 10, 2), 0.5, np.float32)

    examples = ExampleImages(SPEC, worst=1, best=0)
    for count in (8, 2, 4):
        one = image_with(count, str(count))
        lazy = Lazy()
        lazy.class_map = one.class_map[None]
        examples.add(type(one)(one.name, one.image, one.labels, lazy, 0))
    assert names(examples.worst) == ["8"]
    assert Lazy.asked == pytest.approx(2), "looked at, then drawn"
