import numpy as np

from input_pipeline.synthetic.classes import Street
from input_pipeline.synthetic.street_scene import (
    draw_scene,
    ignore_borders,
)


def scenes(count):
    return [
        draw_scene((120, 160), np.random.default_rng((7, n)))
        for n in range(count)
    ]


def test_same_generator_same_street():
    one, two = (draw_scene((96, 128), np.random.default_rng(5)) for _ in "ab")
    np.testing.assert_array_equal(one[0], two[0])
    np.testing.assert_array_equal(one[1], two[1])


def test_all_classes_and_ignored_pixels_appear_within_a_few_streets():
    labels = np.stack([label for _, label in scenes(12)])
    assert set(np.unique(labels)) == {*Street, 255}
    shares = np.bincount(labels.ravel(), minlength=256) / labels.size
    assert shares[Street.ROAD] > 0.15 and shares[255] < 0.15
    assert shares[Street.POLE] < 0.02  # thin on purpose


def test_small_things_are_near_enough_to_be_learned_in_minutes():
    labels = np.stack([label for _, label in scenes(12)])
    for street_class in (Street.PERSON, Street.POLE, Street.SIGN):
        assert np.mean(labels == street_class) > 0.006
        pictures = np.any(labels == street_class, axis=(1, 2))
        assert pictures.mean() > 0.7


def test_brightness_alone_does_not_give_the_class_away():
    picture, label = zip(*scenes(6), strict=True)
    gray = np.stack(picture).mean(axis=-1)
    labels = np.stack(label)
    road, building = gray[labels == 0], gray[labels == 2]
    assert np.percentile(building, 10) < np.percentile(road, 90)


def test_borders_lie_outside_of_objects():
    label = np.zeros((9, 9), np.uint8)
    label[3:6, 3:6] = Street.CAR
    bordered = ignore_borders(label)
    assert np.all(bordered[3:6, 3:6] == Street.CAR)
    assert np.sum(bordered == 255) == 7 * 7 - 3 * 3
    assert bordered[0, 0] == Street.ROAD
