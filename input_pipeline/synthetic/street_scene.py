"""Street scene: things put together, and their picture."""

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np

from input_pipeline.datasets.spec import Color
from input_pipeline.sample import IGNORE_LABEL
from input_pipeline.synthetic.building import random_row
from input_pipeline.synthetic.camera import (
    Camera,
    random_camera,
)
from input_pipeline.synthetic.canvas import Canvas
from input_pipeline.synthetic.car import Car
from input_pipeline.synthetic.classes import Street
from input_pipeline.synthetic.ground import (
    StreetPlan,
    draw_ground,
    draw_sky,
    random_plan,
)
from input_pipeline.synthetic.light import (
    Light,
    random_light,
)
from input_pipeline.synthetic.person import Person
from input_pipeline.synthetic.pole import Pole
from input_pipeline.synthetic.tree import Tree

OBJECTS = (Street.POLE, Street.SIGN, Street.TREE, Street.PERSON, Street.CAR)
NEARBY = 4.5  # small things stand at most so many times their least distance
BORDER = 2  # ignored pixels around an object
_PAINTS: tuple[Color, ...] = (
    (150, 30, 35),
    (40, 60, 120),
    (200, 200, 205),
    (40, 42, 46),
    (110, 115, 120),
    (190, 165, 60),
    (45, 95, 70),
)


class Thing(Protocol):
    """Thing that stands in the street at the distance `z`."""

    z: float

    def draw(self, canvas: Canvas, camera: Camera, light: Light) -> None:
        """Draws itself."""


@dataclass(frozen=True, eq=False)
class StreetScene:
    """Street scene.

    Attributes:
        picture: uint8 RGB `(height, width, 3)`.
        label: class ids, uint8 `(height, width)`, with a border of 255 around
            objects.
        objects: which object is seen at each pixel, uint16 `(height, width)`;
            0 for none.
        object_classes: class id of each object, those that nothing is seen of
            included; of object 1 first.
    """

    picture: np.ndarray
    label: np.ndarray
    objects: np.ndarray
    object_classes: tuple[int, ...]


def draw_scene(
    size: tuple[int, int], random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draws one street: picture and label alone; see `draw_street`."""
    street = draw_street(size, random)
    return street.picture, street.label


def draw_street(
    size: tuple[int, int], random: np.random.Generator
) -> StreetScene:
    """Draws one street.

    Args:
        size: `(height, width)` in pixels.
        random: source of all that differs between two streets.
    """
    height, width = size
    camera = random_camera(width, height, random)
    light, plan = random_light(random), random_plan(random)
    canvas = Canvas(width, height, Street.SKY)
    draw_sky(canvas, camera, light)
    draw_ground(canvas, camera, light, plan, random)
    rows = [h for s in (-1, 1) for h in random_row(s, plan.facade, random)]
    for house in sorted(rows, key=lambda house: -house.near):
        house.draw(canvas, camera, light)
    for thing in sorted(_things(plan, random), key=lambda thing: -thing.z):
        canvas.begin_object()
        thing.draw(canvas, camera, light)
    picture, label = canvas.finish()
    exposed = light.expose(picture, random)
    return StreetScene(exposed, ignore_borders(label), *canvas.objects())


def ignore_borders(label: np.ndarray) -> np.ndarray:
    """Marks the pixels just outside of objects as ignored."""
    objects = np.isin(label, OBJECTS).astype(np.uint8)
    side = 2 * BORDER + 1
    grown = cv2.dilate(objects, np.ones((side, side), np.uint8))
    return np.where(grown > objects, np.uint8(IGNORE_LABEL), label)


def _things(plan: StreetPlan, random: np.random.Generator) -> list[Thing]:
    makers = (
        (_car, random.integers(2, 6)),
        (_tree, random.integers(1, 7)),
        (_pole, random.integers(3, 8)),
        (_person, random.integers(3, 8)),
    )
    return [make(plan, random) for make, count in makers for _ in range(count)]


def _distance(random, nearest: float, times: float = 9.0) -> float:
    """Meters from `nearest` to `times` as many, near ones more often."""
    return float(nearest * times ** random.uniform(0, 1))


def _car(plan, random) -> Car:
    side = int(random.choice([-1, 1]))
    parked = random.random() < 0.5
    x = plan.curb - 1.1 if parked else plan.curb * 0.42
    return Car(
        x=side * x,
        z=_distance(random, 5.0),
        width=random.uniform(1.65, 1.95),
        length=random.uniform(3.6, 4.8),
        color=_PAINTS[random.integers(len(_PAINTS))],
        oncoming=side < 0,
    )


def _tree(plan, random) -> Tree:
    return Tree(
        x=int(random.choice([-1, 1])) * (plan.curb + 0.9),
        z=_distance(random, 7.0),
        height=random.uniform(4.0, 8.0),
        seed=int(random.integers(2**31)),
    )


def _pole(plan, random) -> Pole:
    is_sign = random.random() < 0.6
    colors = ((200, 30, 40), (30, 70, 170), (235, 190, 40))
    return Pole(
        x=int(random.choice([-1, 1])) * (plan.curb + 0.4),
        z=_distance(random, 5.0, NEARBY),
        height=random.uniform(2.4, 3.2) if is_sign else random.uniform(5, 8),
        sign=colors[random.integers(3)] if is_sign else None,
        round_sign=bool(random.random() < 0.6),
    )


def _person(plan, random) -> Person:
    crossing = random.random() < 0.35
    reach = plan.curb if crossing else plan.facade - 0.4
    least = 0.0 if crossing else plan.curb + 0.5
    coat, trousers = random.integers(30, 220, 3), random.integers(30, 110, 3)
    return Person(
        x=int(random.choice([-1, 1])) * random.uniform(least, reach),
        z=_distance(random, 4.5, NEARBY),
        height=random.uniform(1.5, 1.9),
        coat=tuple(int(c) for c in coat),
        trousers=tuple(int(c) for c in trousers),
        stride=random.uniform(0.15, 0.6),
    )
