"""Permutohedral lattice: Gaussian filtering of many values at many points.

Source: Adams, Baek and Davis, "Fast High-Dimensional Filtering Using the
Permutohedral Lattice", Eurographics 2010, sections 3 and 4.
"""

import numpy as np

from input_pipeline.errors import DataError

LARGEST_CODE = 2**62


class PermutohedralLattice:
    """A Gaussian of unit width in d dimensions, applied in linear time.

    `filter(v)[i]` approximates, up to one constant for all points, the sum
    over all points j of `exp(-|f_i - f_j|^2 / 2) v_j`. Every point lies in a
    simplex of d + 1 lattice vertices. Its values are spread over them by its
    barycentric weights (splat), the vertices are blurred along d + 1 axes, and
    the points read them by the same weights (slice). The lattice is built once
    for the points; any number of values can then be filtered.

    Args:
        features: float array `(points, d)`, coordinates divided by the width
            that the Gaussian shall have along them.

    Raises:
        DataError: if SciPy is not installed.
        ValueError: if the features spread over so many widths that vertices
            cannot be numbered in 64 bits.
    """

    def __init__(self, features: np.ndarray):
        sparse = _scipy_sparse()
        corners, ranks, weights = _simplexes(np.asarray(features))
        steps = _code_steps(corners)
        codes, vertices = np.unique(
            _vertex_codes(corners, ranks, steps), return_inverse=True
        )
        sides, points = weights.shape
        self._slice = sparse.csr_array(
            (
                weights.T.ravel(),
                vertices.reshape(sides, points).T.ravel(),
                np.arange(0, sides * points + 1, sides),
            ),
            shape=(points, len(codes)),
        )
        self._splat = self._slice.T.tocsr()
        self._blurs = [
            _blur(sparse, codes, sides * step - sum(steps))
            for step in (*steps, 0)
        ]

    def scale(self, factors: np.ndarray) -> None:
        """Multiplies what each point gives and what it gets.

        Args:
            factors: float32 array `(points,)`.
        """
        sides = len(self._blurs)
        self._slice.data *= np.repeat(factors, sides)
        self._splat = self._slice.T.tocsr()

    @property
    def num_vertices(self) -> int:
        """Number of vertices that the points touch."""
        return self._slice.shape[1]

    def filter(self, values: np.ndarray) -> np.ndarray:
        """Filters values of the points.

        Args:
            values: float32 array `(points, channels)`.

        Returns:
            float32 array of the same shape.
        """
        vertices = self._splat @ values
        for blur in self._blurs:
            vertices = blur @ vertices
        return self._slice @ vertices


def _scipy_sparse():
    try:
        from scipy import sparse
    except ImportError as error:
        raise DataError(
            "The dense CRF works with SciPy, which is not installed: "
            "pip install 'deeplab-family[crf]'"
        ) from error
    return sparse


def _simplexes(features):
    """The simplex around each point.

    Returns:
        `(corners, ranks, weights)`, each `(d + 1, points)`: the lattice point
        of remainder 0 divided by d + 1, the order of the coordinates of what
        is left, largest first, and the barycentric weights.
    """
    points, d = features.shape
    place = _elevate(features)
    corners = np.round(place / (d + 1))
    rest = place - (d + 1) * corners
    ranks = np.zeros((d + 1, points), np.int64)
    for i in range(d + 1):
        for j in range(i):
            larger = rest[j] >= rest[i]
            ranks[i] += larger
            ranks[j] += ~larger
    corners = corners.astype(np.int64)
    ranks += corners.sum(axis=0)  # the nearest points may miss the plane
    correction = (ranks < 0).astype(np.int64) - (ranks > d)
    ranks += (d + 1) * correction
    corners += correction
    rest = place / (d + 1) - corners
    falling = np.empty_like(rest)
    np.put_along_axis(falling, ranks, rest, axis=0)
    weights = np.empty((d + 1, points), np.float32)
    weights[0] = 1 + falling[d] - falling[0]
    weights[1:] = falling[d - 1 :: -1] - falling[:0:-1]
    return corners, ranks, weights


def _elevate(features):
    """Points in the plane of d + 1 coordinates that sum to zero.

    It is scaled so that splat, blur and slice make a Gaussian of width 1.
    """
    d = features.shape[1]
    axes = np.arange(d)
    scale = np.sqrt(2 / 3) * (d + 1) / np.sqrt((axes + 1) * (axes + 2))
    scaled = features.T.astype(np.float64) * scale[:, None]
    place = np.zeros((d + 1, len(features)))
    place[:d] = np.cumsum(scaled[::-1], axis=0)[::-1]
    place[1:] -= (axes + 1)[:, None] * scaled
    return place


def _code_steps(corners):
    """What one more in a coordinate adds to the code of a vertex.

    The last coordinate follows from the others and is not part of the code.
    """
    d = len(corners) - 1
    # Vertices of a simplex and their neighbors lie up to 2 d + 1 away.
    spans = (d + 1) * np.ptp(corners[:d], axis=1) + 4 * d + 3
    steps = [1]
    for span in spans.tolist():
        steps.append(steps[-1] * span)
    if steps[-1] > LARGEST_CODE:
        raise ValueError(
            "The features spread over too many widths of the Gaussian for "
            "this lattice: make the widths (sigmas) larger. Received "
            f"features that reach over {spans.tolist()} lattice steps"
        )
    return steps[:-1]


def _vertex_codes(corners, ranks, steps):
    """A number for each vertex of each simplex, int64 `(d + 1, points)`."""
    d = len(steps)
    codes = np.empty(ranks.shape, np.int64)
    codes[0] = (d + 1) * (np.array(steps) @ corners[:d])
    by_rank = np.empty(ranks.shape, np.int64)
    steps = np.array([*steps, 0])
    np.put_along_axis(by_rank, ranks, steps[:, None], axis=0)
    for m in range(1, d + 1):
        # From vertex to vertex every coordinate grows by 1, and the largest
        # that is left falls by d + 1.
        codes[m] = codes[m - 1] + steps.sum() - (d + 1) * by_rank[d + 1 - m]
    return codes


def _blur(sparse, codes, offset):
    """Blur along one axis: half of either neighbor, if there is one."""
    wanted = codes + offset
    found = np.searchsorted(codes, wanted)
    found[found == len(codes)] = 0
    there = np.flatnonzero(codes[found] == wanted)
    shape = (len(codes), len(codes))
    halves = np.full(len(there), 0.5, np.float32)
    one_side = sparse.csr_array((halves, (there, found[there])), shape)
    whole = sparse.eye_array(len(codes), dtype=np.float32, format="csr")
    return whole + one_side + one_side.T.tocsr()
