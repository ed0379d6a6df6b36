import numpy as np
import pytest

from deeplab_family.inference import Prediction
from deeplab_family.label_review import (
    ReviewSample,
    doubted_labels,
    find_contradiction,
)
from input_pipeline.synthetic.classes import Street
from tests.deeplab_family.label_review.street_truth import (
    Truth,
    as_samples,
    streets,
)

DRAWN = streets(8)


def planted():
    """Labels of the streets, three of them wrong."""
    labels = [ids.copy() for _, ids in DRAWN]
    half = labels[5][:, :48]  # its left half is called sky
    half[half != 255] = Street.SKY
    labels[2][20:35, 30:50] = Street.CAR  # a car where none is
    labels[7][60:67, 10:17] = Street.PERSON  # a small one on the road
    return labels


def changed_share(number, labels):
    true = DRAWN[number][1]
    wrong = (labels[number] != true) & (true != 255)
    return wrong.sum() / true.size


def review(labels, predictor=None):
    images = [image for image, _ in DRAWN]
    predictor = predictor or Truth(DRAWN)
    return doubted_labels(predictor, as_samples(images, labels))


def test_planted_mistakes_and_nothing_else_largest_first():
    labels = planted()
    found = review(labels)
    assert [one.sample.name for one in found] == [
        "street 5",
        "street 2",
        "street 7",
    ]
    for one, number in zip(found, (5, 2, 7), strict=True):
        # outlines do not count, so at most what was changed
        assert 0 < one.doubt.share <= changed_share(number, labels)


def test_the_box_and_the_classes_are_those_of_the_mistake():
    small = review(planted())[-1].doubt
    assert small.box == (62, 12, 3, 3)  # 7 x 7 less two pixels on each side
    assert (small.labeled, small.predicted) == (Street.PERSON, Street.ROAD)
    assert small.confidence == pytest.approx(0.98)
    margin = 0.98 - 0.02 / 8
    assert small.share == pytest.approx(9 * margin / (72 * 96), rel=1e-5)


def test_right_labels_are_not_doubted():
    assert review([ids for _, ids in DRAWN]) == []


def test_a_model_that_is_not_sure_doubts_nothing():
    assert review(planted(), Truth(DRAWN, confidence=0.89)) == []
    assert len(review(planted(), Truth(DRAWN, confidence=0.91))) == 3


def test_a_constant_predictor_contradicts_every_other_class():
    """Sure of the road everywhere: ranked by what is no road."""

    def road(images):
        shares = np.zeros((*images.shape[:3], 9), np.float32)
        shares[..., Street.ROAD] = 1
        return Prediction(shares.argmax(-1).astype(np.uint8), shares)

    found = review([ids for _, ids in DRAWN], road)
    assert len(found) == len(DRAWN)
    assert {one.doubt.predicted for one in found} == {Street.ROAD}
    shares = [one.doubt.share for one in found]
    assert shares == sorted(shares, reverse=True)
    for one in found:
        number = int(one.sample.name.split()[1])
        ids = DRAWN[number][1]
        assert one.doubt.share < np.isin(ids, [0, 255], invert=True).mean()


def by_hand(width, border):
    """A strip of a class in a road, which the model is sure is road."""
    labels = np.zeros((20, 30), np.uint8)
    labels[:, 10 : 10 + width] = 1
    shares = np.zeros((20, 30, 2))
    shares[..., 0] = 1
    return find_contradiction(labels, shares, border=border)


@pytest.mark.parametrize("border", [0, 1, 2])
def test_strips_as_along_outlines_do_not_count(border):
    assert by_hand(2 * border, border) is None if border else True
    found = by_hand(2 * border + 1, border)
    assert found.box == (0, 10 + border, 20, 1)
    assert found.share == pytest.approx(20 / 600)


def test_ignored_pixels_are_not_compared():
    labels = np.full((10, 10), 255, np.uint8)
    shares = np.tile([0.0, 1.0], (10, 10, 1))
    assert find_contradiction(labels, shares) is None
    labels[:5] = 0
    found = find_contradiction(labels, shares)
    assert (found.labeled, found.box) == (0, (0, 0, 3, 10))


def test_the_largest_of_two_areas_is_framed_and_both_count():
    labels = np.zeros((30, 30), np.uint8)
    labels[2:9, 2:9] = 1  # 3 x 3 inside
    labels[15:26, 15:24] = 2  # 7 x 5 inside
    shares = np.tile([1.0, 0.0, 0.0], (30, 30, 1))
    found = find_contradiction(labels, shares)
    assert (found.labeled, found.box) == (2, (17, 17, 7, 5))
    assert found.share == pytest.approx((9 + 35) / 900)


def test_wrong_sizes_and_labels_are_refused():
    shares = np.zeros((4, 4, 2))
    with pytest.raises(ValueError, match="size of `labels`"):
        find_contradiction(np.zeros((4, 5), np.uint8), shares)
    with pytest.raises(ValueError, match="Received: 2"):
        find_contradiction(np.full((4, 4), 2, np.uint8), shares)


def test_a_class_map_alone_is_refused():
    image = np.zeros((4, 4, 3), np.uint8)
    sample = ReviewSample("a", lambda: image, lambda: image[..., 0])
    with pytest.raises(ValueError, match="class map alone"):
        doubted_labels(lambda images: Prediction(images[..., 0]), [sample])
