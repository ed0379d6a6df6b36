import numpy as np
import pytest

from input_pipeline.annotations.pixel_rings import area, pixel_rings, rasterize
from input_pipeline.annotations.polygons import polygons_of


def inside(rings, size):
    """Pixels whose center a ray to the left leaves an odd number of times."""
    rows, columns = np.indices(size) + 0.5
    odd = np.zeros(size, bool)
    for ring in rings:
        for (x, y), (_, next_y) in zip(ring, np.roll(ring, -1, 0), strict=True):
            low, high = sorted((y, next_y))
            odd ^= (low < rows) & (rows < high) & (x < columns)
    return odd


def drawn(text):
    return np.array([[c == "#" for c in line] for line in text.split()])


SHAPES = {
    "one pixel": "#",
    "a hole": "### #.# ###",
    "a hole with an island": "##### #...# #.#.# #...# #####",
    "pixels that touch at a corner": "#. .#",
    "a hole that touches the outside at a corner": "##. #.# ###",
    "two holes that touch": "##### #.### ##.## #####",
    "a hole that touches its island": "##### #.### #...# #####",
    "a hole between pixels that touch at corners": ".#. #.# .#.",
    "a comb": "#.#.# #####",
    "a checkerboard": "#.#.# .#.#. #.#.# .#.#.",
    "nothing": "..",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_filling_the_rings_gives_the_region_back(shape):
    region = drawn(SHAPES[shape])
    rings = pixel_rings(region)
    np.testing.assert_array_equal(inside(rings, region.shape), region)
    np.testing.assert_array_equal(rasterize(rings, region.shape), region)
    assert sum(map(area, rings)) == region.sum()


@pytest.mark.parametrize("seed", range(6))
def test_polygons_cover_every_pixel_of_their_class_once(seed):
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 4, (9, 12))
    class_map = np.kron(coarse, np.ones((3, 2), int)).astype(np.uint8)
    noise = rng.random(class_map.shape) < 0.2
    class_map[noise] = rng.integers(0, 4, noise.sum())
    class_map[4:6, 5:9] = 255
    covered = np.full((4, *class_map.shape), 0)
    for polygon in polygons_of(class_map, 4):
        region = inside(polygon.rings, class_map.shape)
        assert polygon.area == region.sum()
        columns = np.flatnonzero(region.any(axis=0))
        rows = np.flatnonzero(region.any(axis=1))
        left, top, width, height = polygon.box
        assert (left, left + width - 1) == (columns[0], columns[-1])
        assert (top, top + height - 1) == (rows[0], rows[-1])
        covered[polygon.class_id] += region
    expected = class_map == np.arange(4)[:, None, None]
    np.testing.assert_array_equal(covered, expected)


@pytest.mark.parametrize("shape", SHAPES)
def test_rings_never_pass_a_corner_twice(shape):
    for ring in pixel_rings(drawn(SHAPES[shape])):
        assert len({tuple(corner) for corner in ring}) == len(ring) >= 4


def test_a_hole_belongs_to_the_region_around_it():
    frame = drawn(SHAPES["a hole with an island"]).astype(np.uint8)
    wide, narrow = sorted(
        (p for p in polygons_of(frame, 2) if p.class_id == 1),
        key=lambda polygon: -polygon.area,
    )
    assert [wide.area, narrow.area] == [16, 1]
    assert [len(wide.rings), len(narrow.rings)] == [2, 1]
    assert [area(ring) for ring in wide.rings] == [25, -9]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_region_has_one_outer_ring_and_else_holes(shape):
    for polygon in polygons_of(drawn(SHAPES[shape]).astype(np.uint8), 2):
        signs = [area(ring) > 0 for ring in polygon.rings]
        assert signs == [True] + [False] * (len(signs) - 1)


def test_a_rectangle_has_four_corners():
    (polygon,) = polygons_of(np.zeros((3, 7), np.uint8), 1)
    assert sorted(polygon.rings[0].tolist()) == [[0, 0], [0, 3], [7, 0], [7, 3]]
