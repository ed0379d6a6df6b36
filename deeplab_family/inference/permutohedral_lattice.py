"""Permutohedral lattice: Gaussian filtering of many values at many points.

Source: Adams, Baek and Davis, "Fast High-Dimensional Filtering Using the
Permutohedral Lattice", Eurographics 2010, sections 3 and 4.
"""

import numpy as np

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

    Attributes:
        weights: float32 `(d + 1, points)`, barycentric weight of each point at
            the vertices of its simplex. What multiplies the weights of a point
            multiplies what it gives and what it gets.

    Raises:
        ValueError: if the features spread over so many widths that vertices
            cannot be numbered in 64 bits.
    """

    def __init__(self, features: np.ndarray):
        corners, ranks, self.weights = _simplexes(np.asarray(features))
        steps = _code_steps(corners)
        codes = _vertex_codes(corners, ranks, steps)
        # The m-th vertices of all simplexes are lattice points of remainder m:
        # nobody's other vertex is among them, so each has a block of its own.
        blocks = [_Block(block) for block in codes]
        starts = np.cumsum([0, *(len(block.codes) for block in blocks)])
        self._blocks, self._starts = blocks, starts
        self._pairs = [
            _pairs(blocks, starts, (len(blocks) * step - sum(steps)))
            for step in (*steps, 0)
        ]

    @property
    def num_vertices(self) -> int:
        """How many vertices the points touch."""
        return int(self._starts[-1])

    def filter(self, values: np.ndarray) -> np.ndarray:
        """Filters values of the points.

        Args:
            values: float32 array `(points, channels)`.

        Returns:
            float32 array of the same shape.
        """
        vertices = self._splat(values)
        for first, second in self._pairs:
            half = 0.5 * vertices
            vertices[first] += half[second]
            vertices[second] += half[first]
        return self._slice(vertices, values.shape)

    def _splat(self, values):
        shape = (self.num_vertices, values.shape[1])
        vertices = np.empty(shape, np.float32)
        for m, block in enumerate(self._blocks):
            part = values[block.order]
            part *= self.weights[m][block.order, None]
            np.add.reduceat(
                part,
                block.firsts,
                out=vertices[self._starts[m] : self._starts[m + 1]],
            )
        return vertices

    def _slice(self, vertices, shape):
        result = np.zeros(shape, np.float32)
        for m, block in enumerate(self._blocks):
            part = vertices[self._starts[m] : self._starts[m + 1]]
            part = part[block.vertex_of_point]
            part *= self.weights[m][:, None]
            result += part
        return result


class _Block:
    """Vertices of one remainder, and which point has which of them."""

    def __init__(self, codes):
        self.order = np.argsort(codes)
        in_order = codes[self.order]
        is_first = np.empty(len(codes), bool)
        is_first[:1] = True
        np.not_equal(in_order[1:], in_order[:-1], out=is_first[1:])
        self.firsts = np.flatnonzero(is_first)
        self.codes = in_order[self.firsts]
        self.vertex_of_point = np.empty(len(codes), np.intp)
        self.vertex_of_point[self.order] = np.cumsum(is_first) - 1


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


def _pairs(blocks, starts, offset):
    """Neighbors along one axis: vertex numbers `(first, second)`."""
    firsts, seconds = [], []
    for m, block in enumerate(blocks):
        other = blocks[m - 1]  # all coordinates but one are lower by 1
        wanted = block.codes + offset
        found = np.searchsorted(other.codes, wanted)
        found[found == len(other.codes)] = 0
        there = np.flatnonzero(other.codes[found] == wanted)
        firsts.append(there + starts[m])
        seconds.append(found[there] + starts[m - 1 if m else len(blocks) - 1])
    return np.concatenate(firsts), np.concatenate(seconds)
