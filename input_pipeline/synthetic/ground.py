"""Sky, road and pavement: everything that objects stand on or before."""

from dataclasses import dataclass

import numpy as np

from input_pipeline.synthetic.camera import (
    NEAREST,
    Camera,
)
from input_pipeline.synthetic.canvas import Canvas
from input_pipeline.synthetic.classes import Street
from input_pipeline.synthetic.light import Light

FAR = 400.0  # meters; the street vanishes here


@dataclass(frozen=True, kw_only=True)
class StreetPlan:
    """Widths in meters, measured from the middle of the road.

    Args:
        curb: where the road ends.
        facade: where the pavement ends and buildings begin.
    """

    curb: float
    facade: float


def random_plan(random: np.random.Generator) -> StreetPlan:
    """Draws the widths of a street with two lanes, parked cars or not."""
    curb = random.uniform(3.4, 5.0)
    return StreetPlan(curb=curb, facade=curb + random.uniform(2.2, 4.0))


def draw_sky(canvas: Canvas, camera: Camera, light: Light) -> None:
    """Fills the sheet above the horizon with a gradient."""
    horizon = int(camera.vanishing[1]) + 1
    top, bottom = np.array(light.sky_top), np.array(light.sky_bottom)
    for row in range(horizon):
        share = row / horizon
        color = tuple(int(c) for c in top + (bottom - top) * share)
        canvas.rectangle((0, row), (camera.width, 1), color, Street.SKY)


def draw_ground(
    canvas: Canvas,
    camera: Camera,
    light: Light,
    plan: StreetPlan,
    random: np.random.Generator,
) -> None:
    """Draws pavement and road in bands that fade into the haze."""
    gray = int(random.integers(75, 115))
    asphalt = (gray, gray, gray + 4)
    stone = (gray + 65, gray + 58, gray + 48)
    edges = np.geomspace(FAR, NEAREST, 24)
    for far, near in zip(edges[:-1], edges[1:], strict=True):
        bands = (
            (60.0, stone, Street.PAVEMENT),
            (plan.curb + 0.15, (gray + 95,) * 3, Street.PAVEMENT),
            (plan.curb, asphalt, Street.ROAD),
        )
        for half, color, street_class in bands:
            strip = _strip(camera, -half, half, near, far)
            canvas.polygon(strip, light.color(color, near), street_class)
    _draw_markings(canvas, camera, light, random)


def _draw_markings(canvas, camera, light, random) -> None:
    start, white = random.uniform(0, 6), (225, 225, 215)
    for near in np.arange(60.0 + start, NEAREST, -6.0):
        strip = _strip(camera, -0.09, 0.09, near, near + 2.5)
        canvas.polygon(strip, light.color(white, near))


def _strip(camera, left, right, near, far):
    return camera.quad(
        (left, 0, far), (right, 0, far), (right, 0, near), (left, 0, near)
    )
