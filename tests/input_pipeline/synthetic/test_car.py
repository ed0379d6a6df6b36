import dataclasses

import pytest

from input_pipeline.synthetic.car import Car
from input_pipeline.synthetic.classes import Street
from tests.input_pipeline.synthetic.stage import CAMERA, box_of, label_of

CAR = Car(
    x=2.0, z=8.0, width=1.8, length=4.2, color=(150, 30, 35), oncoming=True
)


@pytest.mark.parametrize("x", [-2.0, 2.0])
def test_covers_its_place_on_the_road(x):
    car = dataclasses.replace(CAR, x=x)
    top, bottom, left, right = box_of(label_of(car), Street.CAR)
    near_left, ground = CAMERA.project(x - 0.9, 0.0, 8.0)
    near_right, _ = CAMERA.project(x + 0.9, 0.0, 8.0)
    assert abs(bottom - ground) <= 1.5
    outer, expected = (right, near_right) if x > 0 else (left, near_left)
    assert abs(outer - expected) <= 1.5
    assert bottom - top < right - left


def test_far_cars_are_smaller():
    boxes = [
        box_of(label_of(dataclasses.replace(CAR, z=z)), Street.CAR)
        for z in (8.0, 16.0)
    ]
    assert boxes[1][1] - boxes[1][0] < (boxes[0][1] - boxes[0][0]) * 0.7
