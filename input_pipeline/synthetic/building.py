"""Houses along the street, with windows."""

from dataclasses import dataclass

import numpy as np

from input_pipeline.datasets.spec import Color
from input_pipeline.synthetic.camera import (
    NEAREST,
    Camera,
)
from input_pipeline.synthetic.canvas import Canvas
from input_pipeline.synthetic.classes import Street
from input_pipeline.synthetic.light import Light

STOREY = 3.0  # meters
_WALLS: tuple[Color, ...] = (
    (176, 120, 96),
    (200, 185, 160),
    (150, 150, 155),
    (190, 165, 120),
    (130, 95, 85),
    (210, 205, 200),
)


@dataclass(frozen=True, kw_only=True)
class Building:
    """A box beside the street.

    Args:
        side: -1 left of the street, 1 right of it.
        facade: meters from the middle of the road to the wall.
        near: meters ahead where the house begins.
        far: meters ahead where it ends.
        storeys: number of floors, 3 m each.
        wall: RGB color.
    """

    side: int
    facade: float
    near: float
    far: float
    storeys: int
    wall: Color

    def draw(self, canvas: Canvas, camera: Camera, light: Light) -> None:
        """Draws the gable, the facade and its windows."""
        x, height = self.side * self.facade, self.storeys * STOREY
        lit = 1.08 if light.sun_side != self.side else 0.72
        back = x + self.side * 14
        gable = camera.quad(
            (x, 0, self.near),
            (back, 0, self.near),
            (back, height, self.near),
            (x, height, self.near),
        )
        gable_color = light.color(self.wall, self.near, 0.88)
        canvas.polygon(gable, gable_color, Street.BUILDING)
        facade = self._on_facade(camera, self.near, self.far, 0, height)
        color = light.color(self.wall, self.near, lit)
        canvas.polygon(facade, color, Street.BUILDING)
        self._draw_windows(canvas, camera, light, lit)

    def _draw_windows(self, canvas, camera, light, lit) -> None:
        glass = (60, 72, 88)
        for storey in range(self.storeys):
            floor = storey * STOREY
            for z in np.arange(self.near + 0.8, self.far - 1.8, 2.6):
                if z < NEAREST:
                    continue
                pane = self._on_facade(
                    camera, z, z + 1.2, floor + 0.9, floor + 2.4
                )
                canvas.polygon(pane, light.color(glass, z, lit))

    def _on_facade(self, camera, near, far, bottom, top):
        x = self.side * self.facade
        return camera.quad(
            (x, bottom, near), (x, bottom, far), (x, top, far), (x, top, near)
        )


def random_row(
    side: int, facade: float, random: np.random.Generator
) -> list[Building]:
    """Draws one side of the street, from the camera to the distance."""
    row, near = [], random.uniform(0.0, 4.0)
    while near < 150:
        far = near + random.uniform(7, 16)
        row.append(
            Building(
                side=side,
                facade=facade + random.uniform(0, 1.5),
                near=near,
                far=far,
                storeys=int(random.integers(1, 5)),
                wall=_WALLS[random.integers(len(_WALLS))],
            )
        )
        near = far + (random.uniform(2, 9) if random.random() < 0.35 else 0)
    return row
