import numpy as np

from input_pipeline.synthetic.canvas import Canvas
from input_pipeline.synthetic.classes import Street
from input_pipeline.synthetic.ground import (
    StreetPlan,
    draw_ground,
    draw_sky,
    random_plan,
)
from tests.input_pipeline.synthetic.stage import (
    CAMERA,
    HEIGHT,
    HORIZON,
    LIGHT,
    WIDTH,
)


def test_sky_is_above_and_ground_below_the_horizon():
    canvas = Canvas(WIDTH, HEIGHT, Street.SKY)
    plan = StreetPlan(curb=3.0, facade=6.0)
    draw_sky(canvas, CAMERA, LIGHT)
    draw_ground(canvas, CAMERA, LIGHT, plan, np.random.default_rng(0))
    _, label = canvas.finish()
    assert np.all(label[: HORIZON - 1] == Street.SKY)
    assert set(np.unique(label[HORIZON + 2 :])) == {
        Street.ROAD,
        Street.PAVEMENT,
    }


def test_road_lies_between_the_pavements():
    canvas = Canvas(WIDTH, HEIGHT, Street.SKY)
    plan = StreetPlan(curb=3.0, facade=6.0)
    draw_ground(canvas, CAMERA, LIGHT, plan, np.random.default_rng(0))
    row = canvas.finish()[1][85]
    assert row[0] == row[-1] == Street.PAVEMENT
    assert row[WIDTH // 2] == Street.ROAD


def test_houses_begin_behind_the_curb():
    plan = random_plan(np.random.default_rng(0))
    assert 3 < plan.curb < plan.facade
