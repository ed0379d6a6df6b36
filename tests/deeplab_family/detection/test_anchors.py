import numpy as np

from deeplab_family.detection.anchors import anchor_grid, lie_inside


def test_an_anchor_of_each_ratio_around_the_middle_of_each_cell():
    anchors = np.asarray(anchor_grid(1, 2, 4, 8.0, (0.25, 1.0, 4.0), 0.5))
    # Side 32: areas of 1024, heights over widths as asked for.
    expected = [
        [2 - 32, 2 - 8, 2 + 32, 2 + 8],
        [2 - 16, 2 - 16, 2 + 16, 2 + 16],
        [2 - 8, 2 - 32, 2 + 8, 2 + 32],
    ]
    np.testing.assert_allclose(anchors[:3], expected, atol=1e-5)
    np.testing.assert_allclose(
        anchors[3:], np.add(expected, [4, 0, 4, 0]), atol=1e-5
    )


def test_rows_come_before_columns_before_ratios():
    anchors = np.asarray(anchor_grid(2, 3, 16, 8.0, (0.5, 1.0, 2.0), 0.5))
    middle = (anchors[:, :2] + anchors[:, 2:]) / 2
    x, y = middle[:: len((0.5, 1.0, 2.0))].T
    np.testing.assert_allclose(x, [8, 24, 40] * 2, atol=1e-4)
    np.testing.assert_allclose(y, [8] * 3 + [24] * 3, atol=1e-4)


def test_torchvision_centers_them_on_the_corner_of_the_cell():
    # `AnchorGenerator(((32,),), ((0.5, 1.0, 2.0),))`, which rounds.
    published = [[-23, -11, 23, 11], [-16, -16, 16, 16], [-11, -23, 11, 23]]
    ours = anchor_grid(1, 1, 4, 8.0, (0.5, 1.0, 2.0), 0.0)
    np.testing.assert_array_equal(np.round(ours), published)


def test_an_anchor_may_touch_the_edge_of_its_own_image():
    anchors = np.array([[0, 0, 20, 10], [-1, 0, 5, 5], [0, 0, 20, 11]])
    sizes = np.array([[10, 20], [11, 20]])
    np.testing.assert_array_equal(
        lie_inside(anchors.astype("float32"), sizes),
        [[True, False, False], [True, False, True]],
    )
