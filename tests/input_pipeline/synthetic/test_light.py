import dataclasses

import numpy as np

from input_pipeline.synthetic.light import random_light
from tests.input_pipeline.synthetic.stage import LIGHT


def test_far_things_fade_into_the_haze():
    assert LIGHT.color((10, 20, 30), 0.0) == (10, 20, 30)
    assert LIGHT.color((10, 20, 30), 1e6) == LIGHT.sky_bottom


def test_surfaces_that_face_the_sun_are_brighter():
    lit, dark = (LIGHT.color((100, 100, 100), 5.0, f) for f in (1.1, 0.7))
    assert lit > dark


def test_colors_stay_in_range():
    assert max(LIGHT.color((250, 250, 250), 1.0, 3.0)) == 255


def test_exposure_adds_noise_and_scales_brightness():
    gray = np.full((60, 80, 3), 120, np.uint8)
    dark = dataclasses.replace(LIGHT, brightness=0.5, noise=3.0)
    picture = dark.expose(gray, np.random.default_rng(0))
    assert picture.dtype == np.uint8
    assert 55 < picture.mean() < 65 and picture.std() > 2


def test_random_light_is_reproducible():
    one, two = (random_light(np.random.default_rng(3)) for _ in range(2))
    assert one == two
