"""A pinhole camera that stands in the street and looks along it."""

from dataclasses import dataclass

import numpy as np

Point = tuple[float, float]
EYE_HEIGHT = 1.6  # meters above the road
NEAREST = 1.5  # meters; nothing is drawn closer


@dataclass(frozen=True, kw_only=True)
class Camera:
    """Maps meters in the street to pixels.

    Meters are `(x, y, z)`: right of the middle of the road, up from the road,
    ahead of the camera. Pixels are `(column, row)`.

    Args:
        width: picture width in pixels.
        height: picture height in pixels.
        vanishing: pixel where the street vanishes.
        focal: focal length in pixels.
    """

    width: int
    height: int
    vanishing: Point
    focal: float

    def project(self, x: float, y: float, z: float) -> Point:
        """The pixel of a point in the street."""
        z = max(z, NEAREST)
        column, row = self.vanishing
        return (
            column + self.focal * x / z,
            row - self.focal * (y - EYE_HEIGHT) / z,
        )

    def quad(self, *corners: tuple[float, float, float]) -> list[Point]:
        """The pixels of several corners, as a polygon."""
        return [self.project(*corner) for corner in corners]

    def length(self, meters: float, z: float) -> float:
        """Pixels that a length across the view covers at distance `z`."""
        return self.focal * meters / max(z, NEAREST)


def random_camera(
    width: int, height: int, random: np.random.Generator
) -> Camera:
    """Places a camera that looks roughly down the middle of the road."""
    return Camera(
        width=width,
        height=height,
        vanishing=(
            width * random.uniform(0.38, 0.62),
            height * random.uniform(0.40, 0.52),
        ),
        focal=width * random.uniform(0.75, 1.0),
    )
