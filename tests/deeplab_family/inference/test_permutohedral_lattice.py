import sys
from collections import defaultdict

import numpy as np
import pytest

from deeplab_family.inference.permutohedral_lattice import PermutohedralLattice
from input_pipeline import DataError


def elevate(features):
    """Adams et al., section 4.1: a basis of the plane of sum 0, scaled."""
    d = features.shape[1]
    basis = np.zeros((d + 1, d))
    for i in range(d):
        basis[: i + 1, i] = 1
        basis[i + 1, i] = -(i + 1)
        basis[:, i] *= np.sqrt(2 / 3) * (d + 1) / np.sqrt((i + 1) * (i + 2))
    return features @ basis.T


def nearest_vertex(place, remainder):
    """Closest point of sum 0 whose coordinates all leave this remainder."""
    n = len(place)
    vertex = np.round((place - remainder) / n) * n + remainder
    surplus = round(vertex.sum() / n)
    error = vertex - place
    for i in np.argsort(-error if surplus > 0 else error)[: abs(surplus)]:
        vertex[i] -= n * np.sign(surplus)
    return vertex


def filter_slowly(features, values):
    """Point by point, with a dictionary for the vertices."""
    places = elevate(features)
    n = places.shape[1]
    vertices = defaultdict(lambda: np.zeros(values.shape[1]))
    corners = []
    for place, value in zip(places, values, strict=True):
        simplex = np.array([nearest_vertex(place, m) for m in range(n)])
        system = np.vstack([simplex.T, np.ones(n)])
        shares = np.linalg.lstsq(system, [*place, 1], rcond=None)[0]
        np.testing.assert_allclose(system @ shares, [*place, 1], atol=1e-6)
        assert shares.min() > -1e-6
        keys = [tuple(vertex.astype(int).tolist()) for vertex in simplex]
        corners.append((keys, shares))
        for key, share in zip(keys, shares, strict=True):
            vertices[key] += share * value
    for axis in range(n):
        step = -np.ones(n, int)
        step[axis] += n
        blurred = {}
        for key, value in vertices.items():
            sides = [tuple((key + s * step).tolist()) for s in (-1, 1)]
            near = sum(vertices[s] for s in sides if s in vertices)
            blurred[key] = value + 0.5 * near
        vertices = blurred
    return np.array(
        [
            sum(s * vertices[k] for k, s in zip(*corner, strict=True))
            for corner in corners
        ]
    )


@pytest.mark.parametrize(
    ("d", "spread"), [(1, 4.0), (2, 5.0), (3, 0.5), (5, 1.0), (5, 6.0)]
)
def test_equals_a_slow_lattice_that_solves_for_its_weights(d, spread):
    rng = np.random.default_rng(d)
    features = rng.normal(size=(80, d)) * spread
    values = rng.normal(size=(80, 3)).astype("float32")

    filtered = PermutohedralLattice(features).filter(values)

    np.testing.assert_allclose(
        filtered, filter_slowly(features, values), rtol=1e-4, atol=1e-4
    )


def test_a_lattice_filters_each_channel_by_itself():
    rng = np.random.default_rng(0)
    lattice = PermutohedralLattice(rng.normal(size=(50, 5)))
    values = rng.normal(size=(50, 4)).astype("float32")

    together = lattice.filter(values)

    for channel in range(4):
        alone = lattice.filter(values[:, channel : channel + 1])
        np.testing.assert_allclose(
            together[:, channel : channel + 1], alone, rtol=1e-6
        )


@pytest.mark.parametrize("width", [2.0, 5.0])
def test_divided_by_its_own_sums_it_is_near_the_gaussian(width):
    places = np.indices((30, 30)).reshape(2, -1).T / width
    values = np.random.default_rng(0).random((900, 1)).astype("float32")
    squares = ((places[:, None] - places) ** 2).sum(-1)
    gaussian = np.exp(-squares / 2)

    lattice = PermutohedralLattice(places)
    mean = lattice.filter(values) / lattice.filter(np.ones_like(values))

    exact = (gaussian @ values) / gaussian.sum(1, keepdims=True)
    np.testing.assert_allclose(mean, exact, atol=0.025)


def test_points_in_one_place_share_their_vertices():
    lattice = PermutohedralLattice(np.full((1000, 5), 0.3))

    assert lattice.num_vertices == 6


def test_far_points_do_not_meet():
    features = np.array([[0.0, 0.0], [1e4, -1e4]])
    values = np.array([[1.0], [0.0]], "float32")

    assert PermutohedralLattice(features).filter(values)[1, 0] == 0


def test_features_beyond_the_range_of_the_codes_are_refused():
    features = np.array([[0.0] * 5, [1e5] * 5])

    with pytest.raises(ValueError, match="make the widths .* larger"):
        PermutohedralLattice(features)


def test_without_scipy_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy", None)

    with pytest.raises(DataError, match=r"pip install 'deeplab-family\[crf\]'"):
        PermutohedralLattice(np.zeros((3, 2)))
