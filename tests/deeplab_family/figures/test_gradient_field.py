import keras
import numpy as np
import pytest
from keras import layers

from deeplab_family.analysis import effective_receptive_field
from deeplab_family.figures import draw_fields, mean_field, side_holding

RANDOM = np.random.default_rng(0)


def network(*parts):
    image = x = keras.Input((None, None, 3))
    for part in parts:
        x = part(x)
    return keras.Model(image, x)


def bent_network():
    """Two convolutions with a bend between, so that images differ."""
    keras.utils.set_random_seed(3)
    return network(
        layers.Conv2D(4, 3, padding="same", activation="tanh"),
        layers.Conv2D(2, 5, padding="same"),
    )


def finite_differences(model, image, class_id, step=0.01):
    """The field, from the logits alone."""
    row, column = (side // 2 for side in image.shape[:2])
    field = np.zeros(image.shape)
    for place in np.ndindex(*image.shape):
        moved = np.stack([image, image])
        moved[(0, *place)] += step
        moved[(1, *place)] -= step
        logits = np.asarray(model(moved))[:, row, column, class_id]
        field[place] = (logits[0] - logits[1]) / (2 * step)
    return np.abs(field).sum(axis=-1)


def test_the_mean_is_that_of_finite_differences():
    model = bent_network()
    images = RANDOM.uniform(0, 1, (2, 9, 8, 3)).astype("float32")
    expected = np.zeros((9, 8))
    for image in images:
        field = finite_differences(model, image, 1)
        expected += field / field.sum()
    found = mean_field(
        [effective_receptive_field(model, i, class_id=1) for i in images]
    )
    np.testing.assert_allclose(found, expected / expected.max(), atol=2e-3)


def test_each_image_counts_alike():
    """However strong its gradient is."""
    weak, strong = np.zeros((5, 5)), np.zeros((5, 5))
    weak[2, 2], strong[2, 3] = 1e-6, 1e6
    expected = np.zeros((5, 5))
    expected[2, 2] = expected[2, 3] = 1
    np.testing.assert_allclose(mean_field([weak, strong]), expected)


def test_fields_of_different_sizes_meet_at_their_centers():
    fields = [np.zeros(size) for size in ((9, 7), (6, 7), (5, 12))]
    for field in fields:
        field[field.shape[0] // 2, field.shape[1] // 2] = 1
    expected = np.zeros((5, 7))
    expected[2, 3] = 1
    np.testing.assert_array_equal(mean_field(fields), expected)


def test_the_square_that_holds_a_share():
    """All ones on 9 x 9: a square of side s holds s * s of 81."""
    ones = np.ones((9, 9))
    for share, side in ((1 / 81, 1), (9 / 81, 3), (0.5, 7), (0.95, 9)):
        assert side_holding(ones, share) == side
    assert side_holding(np.zeros((3, 3)), 0.5) == 0
    corner = np.zeros((8, 8))  # the center is (4, 4)
    corner[0, 0] = 1
    assert side_holding(corner, 0.5) == 9


def test_titles_say_where_the_gradient_is(monkeypatch):
    """A box of 5 x 5 ones: half of it lies within 5, as of any box."""
    shown = []
    monkeypatch.setattr(
        "deeplab_family.figures.gradient_field.picture_table", shown.extend
    )
    box = network(
        layers.Conv2D(1, 5, padding="same", kernel_initializer="ones")
    )
    image = RANDOM.integers(0, 255, (11, 13, 3), dtype=np.uint8)
    asked = []
    draw_fields(
        [("box", box)],
        [image, image],
        scales=(1.0, 2.0),
        progress=lambda done, of: asked.append((done, of)),
    )
    titles = [[title for title, _ in row] for row in shown]
    words = ": 50% in 5 px, 95% in 5 px"
    assert titles[0] == ["box" + words, "box, scale 2" + words]
    assert titles[2] == [f"mean, {title}" for title in titles[0]]
    sizes = [picture.shape[:2] for _, picture in shown[0]]
    assert sizes == [(11, 13), (22, 26)]
    assert asked == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_figure_needs_a_field():
    with pytest.raises(ValueError, match="at least one"):
        mean_field([])
