"""The classes of the drawn streets and their colors."""

from enum import IntEnum

from input_pipeline.datasets.spec import Color


class Street(IntEnum):
    """Class ids of the drawn streets."""

    ROAD = 0
    PAVEMENT = 1
    BUILDING = 2
    POLE = 3
    SIGN = 4
    TREE = 5
    SKY = 6
    PERSON = 7
    CAR = 8


CLASS_NAMES = tuple(street_class.name.lower() for street_class in Street)

PALETTE: tuple[Color, ...] = (
    (110, 70, 130),
    (230, 140, 200),
    (95, 95, 100),
    (190, 190, 170),
    (240, 200, 40),
    (80, 150, 60),
    (110, 170, 220),
    (220, 50, 70),
    (40, 60, 170),
)
