import numpy as np

from input_pipeline.synthetic.camera import (
    EYE_HEIGHT,
    random_camera,
)
from tests.input_pipeline.synthetic.stage import CAMERA, HORIZON


def test_what_is_as_high_as_the_eye_lies_on_the_horizon():
    for z in (2.0, 10.0, 300.0):
        assert CAMERA.project(3.0, EYE_HEIGHT, z)[1] == HORIZON


def test_far_things_are_small_and_near_the_vanishing_point():
    assert CAMERA.length(1.0, 20) == CAMERA.length(1.0, 10) / 2
    column, row = CAMERA.project(5.0, 0.0, 1e6)
    np.testing.assert_allclose((column, row), CAMERA.vanishing, atol=0.01)


def test_nothing_is_projected_from_behind():
    assert CAMERA.project(1.0, 0.0, -5.0) == CAMERA.project(1.0, 0.0, 0.1)


def test_random_cameras_look_down_the_street():
    camera = random_camera(160, 120, np.random.default_rng(0))
    assert 0.3 < camera.vanishing[0] / 160 < 0.7
    assert 0.3 < camera.vanishing[1] / 120 < 0.6
