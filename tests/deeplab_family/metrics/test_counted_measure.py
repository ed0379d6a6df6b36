import numpy as np
import pytest

from deeplab_family.metrics import (
    BoundaryAccuracy,
    BoundaryIoU,
    Calibration,
    KITTIRoad,
    ObjectSizes,
    TrimapCurve,
)
from deeplab_family.metrics.class_map_measure import ClassMapMeasure
from deeplab_family.metrics.counted_measure import CountedMeasure, divide
from tests.deeplab_family.metrics.blobs import draw_pair

MAKERS = {
    BoundaryAccuracy: (lambda: BoundaryAccuracy(3.0), {"distance": 4.0}),
    TrimapCurve: (lambda: TrimapCurve(4, 9), {"num_classes": 4, "widest": 8}),
    BoundaryIoU: (lambda: BoundaryIoU(4), {"num_classes": 4, "ratio": 0.01}),
    ObjectSizes: (
        lambda: ObjectSizes(4, (50, 200)),
        {"num_classes": 4, "areas": (50, 300)},
    ),
    KITTIRoad: (KITTIRoad, {"road": 2}),
    Calibration: (Calibration, {"bins": 10}),
}
kinds = pytest.mark.parametrize("kind", MAKERS)


def arguments(kind, seed, size=(60, 80)):
    """What `update` of a measure takes, for one image."""
    label, prediction = draw_pair(size, seed=seed)
    scores = np.random.default_rng(seed).random(label.shape)
    if kind is KITTIRoad:
        return label, scores
    if kind is Calibration:
        return label, prediction, scores
    return label, prediction


def count(kind, seeds):
    measure = MAKERS[kind][0]()
    for seed in seeds:
        measure.update(*arguments(kind, seed))
    return measure


def test_every_measure_stands_here():
    bases = CountedMeasure, ClassMapMeasure
    kinds = {kind for base in bases for kind in base.__subclasses__()}
    assert kinds - {ClassMapMeasure} == set(MAKERS)


@kinds
def test_parts_merged_in_any_order_are_the_whole(kind):
    whole = count(kind, range(5))
    parts = [count(kind, seeds) for seeds in ((3,), (4, 0), (), (2, 1))]
    kept = parts[1].counts.copy()

    for part in parts[1:]:
        parts[0].merge(part)

    np.testing.assert_array_equal(parts[0].counts, whole.counts)
    np.testing.assert_array_equal(parts[1].counts, kept)
    assert whole.counts.any()


@kinds
def test_memory_is_one_array_of_integers(kind):
    few, many = count(kind, [0]), count(kind, [0, 1, 2])

    assert many.counts.dtype == np.int64
    assert many.counts.shape == few.counts.shape
    arrays = [k for k, v in vars(many).items() if isinstance(v, np.ndarray)]
    assert arrays == ["counts"]


@kinds
def test_other_arguments_and_other_kinds_do_not_merge(kind):
    make, changed = MAKERS[kind]
    other_kind = Calibration(7) if kind is not Calibration else KITTIRoad()

    for other in (kind(**changed), other_kind):
        with pytest.raises(ValueError, match=f"merged.* {kind.__name__}"):
            make().merge(other)


@pytest.mark.parametrize("kind", sorted(set(MAKERS) - {BoundaryIoU}, key=str))
def test_what_is_predicted_on_ignored_pixels_does_not_matter(kind):
    """Of boundary IoU it bounds what is predicted beside them."""
    label, guess, *rest = arguments(kind, 0)
    changed = np.where(label == 255, guess.max(), guess)
    assert (changed != guess).any()
    one, two = MAKERS[kind][0](), MAKERS[kind][0]()

    one.update(label, guess, *rest)
    two.update(label, changed, *rest)

    np.testing.assert_array_equal(one.counts, two.counts)


@kinds
def test_images_of_any_integer_dtype_count_alike(kind):
    label, *rest = arguments(kind, 0)
    one, two = MAKERS[kind][0](), MAKERS[kind][0]()

    one.update(label, *rest)
    two.update(label.astype("int64"), *rest)

    np.testing.assert_array_equal(one.counts, two.counts)


@kinds
def test_maps_that_do_not_fit_are_refused(kind):
    label, *rest = arguments(kind, 0)
    measure = MAKERS[kind][0]()

    with pytest.raises(ValueError, match=r"one image.*\(59, 80\) and \(60"):
        measure.update(label[1:], *rest)
    with pytest.raises(ValueError, match="one image"):
        measure.update(label[None], *[part[None] for part in rest])
    with pytest.raises(ValueError, match="integers. Received: float32"):
        measure.update(label.astype("float32"), *rest)
    assert not measure.counts.any()


@pytest.mark.parametrize("kind", [TrimapCurve, BoundaryIoU, ObjectSizes])
@pytest.mark.parametrize(
    ("which", "bad", "message"),
    [
        (0, 4, r"`label` .* 0..3 and 255 \(ignored\). Received: \[4\]"),
        (1, 200, r"`prediction` .* 0..3. Received: \[200\]"),
    ],
)
def test_ids_that_are_no_class_are_refused(kind, which, bad, message):
    pair = [part.copy() for part in arguments(kind, 0)]
    pair[0][5, 5] = 1
    pair[which][5, 5] = bad

    with pytest.raises(ValueError, match=message):
        MAKERS[kind][0]().update(*pair)


@pytest.mark.parametrize("kind", [TrimapCurve, BoundaryIoU, ObjectSizes])
def test_a_prediction_that_is_no_class_may_stand_on_ignored_pixels(kind):
    label, prediction = draw_pair()
    strange = np.where(label == 255, 255, prediction)

    MAKERS[kind][0]().update(label, strange)


@pytest.mark.parametrize("kind", [TrimapCurve, BoundaryIoU, ObjectSizes])
@pytest.mark.parametrize(
    ("classes", "ignored", "message"),
    [(0, 255, "num_classes"), (3, 2, "ignore")],
)
def test_impossible_classes_are_refused(kind, classes, ignored, message):
    with pytest.raises(ValueError, match=message):
        kind(classes, ignore_label=ignored)


def test_nothing_divided_by_nothing_is_no_score():
    np.testing.assert_array_equal(divide([0, 1], [0, 4]), [np.nan, 0.25])
