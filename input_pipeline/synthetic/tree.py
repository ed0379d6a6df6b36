"""Trees on the pavement."""

from dataclasses import dataclass

import numpy as np

from input_pipeline.synthetic.camera import Camera
from input_pipeline.synthetic.canvas import Canvas
from input_pipeline.synthetic.classes import Street
from input_pipeline.synthetic.light import Light

LEAVES = 26


@dataclass(frozen=True, kw_only=True)
class Tree:
    """A trunk with a crown of leaves.

    Args:
        x: meters right of the middle of the road.
        z: meters ahead.
        height: meters.
        seed: int, shape of the crown.
    """

    x: float
    z: float
    height: float
    seed: int

    def draw(self, canvas: Canvas, camera: Camera, light: Light) -> None:
        """Draws trunk and crown."""
        column, foot = camera.project(self.x, 0, self.z)
        meter = camera.length(1.0, self.z)
        trunk = light.color((84, 66, 50), self.z)
        canvas.rectangle(
            (column - 0.13 * meter, foot - 0.6 * self.height * meter),
            (0.26 * meter, 0.6 * self.height * meter),
            trunk,
            Street.TREE,
        )
        self._draw_crown(canvas, light, column, foot, meter)

    def _draw_crown(self, canvas, light, column, foot, meter) -> None:
        random = np.random.default_rng(self.seed)
        radius = 0.3 * self.height * meter
        middle = foot - 0.68 * self.height * meter
        for _ in range(LEAVES):
            angle, reach = random.uniform(0, 2 * np.pi), random.uniform(0, 0.75)
            dx, dy = reach * np.cos(angle), reach * np.sin(angle)
            # Leaves on the sunny upper side are brighter.
            lit = 1.0 + 0.3 * (light.sun_side * dx - dy)
            color = light.color(
                (58 + int(random.integers(30)), 98, 46), self.z, lit
            )
            size = radius * random.uniform(0.3, 0.5)
            canvas.ellipse(
                (column + radius * dx, middle + radius * dy),
                (size, size),
                color,
                Street.TREE,
            )
