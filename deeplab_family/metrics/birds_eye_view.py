"""Bird's-eye view of a road, in which the KITTI road benchmark ranks.

Source: Fritsch, Kühnl and Geiger, ITSC 2013, section IV-A; axes, extent and
rounding as in the benchmark's development kit.
"""

from pathlib import Path
from typing import Self

import numpy as np

CELL = 0.05
LEFT, RIGHT = -10.0, 10.0
NEAR, FAR = 6.0, 46.0
ROWS, COLUMNS = round((FAR - NEAR) / CELL), round((RIGHT - LEFT) / CELL)
SIZES = {"P2": (3, 4), "R0_rect": (3, 3), "Tr_cam_to_road": (3, 4)}


class BirdsEyeView:
    """The road plane from above: 800 x 400 cells of 5 cm, far ones on top.

    Args:
        projection: float `(3, 3)`: maps `(X, Z, 1)`, in meters to the right
            and forward on the road plane, to homogeneous image coordinates
            `(u, v)` that begin with 1.
    """

    def __init__(self, projection: np.ndarray):
        self.projection = np.asarray(projection, np.float64)

    @classmethod
    def from_file(cls, path: str | Path) -> Self:
        """View of an image by its file in `training/calib`.

        Args:
            path: text file with the lines P2, R0_rect and Tr_cam_to_road.

        Raises:
            ValueError: if one of them is missing or incomplete.
        """
        values = _read(Path(path))
        rectify, to_road = np.eye(4), np.eye(4)
        rectify[:3, :3] = values["R0_rect"]
        to_road[:3] = values["Tr_cam_to_road"]
        camera = values["P2"] @ rectify @ np.linalg.inv(to_road)
        return cls(camera[:, [0, 2, 3]])  # the plane of height 0

    def warp(self, pixels: np.ndarray, outside: float = 0) -> np.ndarray:
        """A map of pixels, seen from above.

        Args:
            pixels: array `(height, width)`: label map or scores.
            outside: value of cells that the image does not show: the ignored
                label for a label map.

        Returns:
            Array `(800, 400)` of the same dtype.
        """
        height, width = pixels.shape
        x = LEFT + (np.arange(COLUMNS, dtype=np.float32) + 0.5) * CELL
        z = FAR - (np.arange(ROWS, dtype=np.float32) + 0.5) * CELL
        x, z = np.meshgrid(x, z)
        places = np.stack([x, z, np.ones_like(x)]).reshape(3, -1)
        u, v, depth = self.projection @ places
        u, v = u / depth, v / depth
        seen = (u >= 1) & (u <= width) & (v >= 1) & (v <= height)
        warped = np.full(ROWS * COLUMNS, outside, pixels.dtype)
        rows, columns = v[seen].astype(int) - 1, u[seen].astype(int) - 1
        warped[seen] = pixels[rows, columns]
        return warped.reshape(ROWS, COLUMNS)


def _read(path):
    found = {}
    for line in path.read_text(encoding="ascii").splitlines():
        name, colon, numbers = line.partition(":")
        if colon and name.strip() in SIZES:
            found[name.strip()] = np.array(numbers.split(), np.float64)
    for name, size in SIZES.items():
        count = found.get(name, np.empty(0)).size
        if count != np.prod(size):
            raise ValueError(
                f"{path} must have a line `{name}:` with {np.prod(size)} "
                f"numbers, as the calibration files of the KITTI road "
                f"benchmark. Received: {count} numbers"
            )
    return {name: found[name].reshape(size) for name, size in SIZES.items()}
