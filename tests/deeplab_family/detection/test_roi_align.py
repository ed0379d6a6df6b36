import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.detection import RoIAlign
from deeplab_family.detection.roi_align import box_levels
from tests.contracts.layer import LayerContract

STRIDES = (4, 8, 16, 32)
BOXES = np.array(
    [
        [[3.0, 5.0, 40.0, 33.0], [0, 0, 64, 64], [-9, -20, 200, 90]],
        [[20, 20, 20, 20], [57.3, 1.2, 63.9, 130.7], [120, 90, 140, 99]],
    ],
    "float32",
)


def pyramid(height, width, channels=3):
    generator = np.random.default_rng(0)
    return [
        generator.normal(
            size=(2, -(-height // stride), -(-width // stride), channels)
        ).astype("float32")
        for stride in STRIDES
    ]


def plain_sample(feature, y, x):
    """Bilinear at one point of a map `(height, width, channels)`."""
    height, width, channels = feature.shape
    if not (-1 <= y <= height and -1 <= x <= width):
        return np.zeros(channels)
    y, x = np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)
    top, left = int(y), int(x)
    bottom, right = min(top + 1, height - 1), min(left + 1, width - 1)
    down, along = y - top, x - left
    above = feature[top, left] * (1 - along) + feature[top, right] * along
    below = feature[bottom, left] * (1 - along) + feature[bottom, right] * along
    return above * (1 - down) + below * down


def plain_roi_align(box, maps, size, samples):
    """One box on the maps of one image, loop by loop."""
    x1, y1, x2, y2 = map(float, box)
    side = np.sqrt(max(x2 - x1, 0) * max(y2 - y1, 0))
    level = int(np.clip(np.floor(np.log2(side / 56 + 1e-6)), 0, 3))
    stride, feature = STRIDES[level], maps[level].astype("float64")
    width = max((x2 - x1) / stride, 1) / size
    height = max((y2 - y1) / stride, 1) / size
    result = np.zeros((size, size, feature.shape[-1]))
    offsets = (np.arange(samples) + 0.5) / samples
    for row in range(size):
        for column in range(size):
            points = [
                plain_sample(
                    feature,
                    y1 / stride + (row + dy) * height,
                    x1 / stride + (column + dx) * width,
                )
                for dy in offsets
                for dx in offsets
            ]
            result[row, column] = np.mean(points, axis=0)
    return result


class TestRoIAlign(LayerContract):
    layer_class = RoIAlign
    init_kwargs = {"size": 3, "strides": STRIDES, "samples": 2}
    input_shape = [(2, 3, 4), *(x.shape for x in pyramid(96, 150))]
    output_shape = (2, 3, 3, 3, 3)

    def inputs(self, seed=0):
        return [BOXES, *pyramid(96, 150)]

    def unknown_output(self, shape):
        return (None, None, *shape[2:])

    def test_every_trainable_weight_gets_a_gradient(self):
        """There are none; the maps get theirs."""
        maps = [tf.constant(x) for x in pyramid(96, 150)]
        with tf.GradientTape() as tape:
            tape.watch(maps)
            loss = tf.reduce_sum(self.make()([BOXES, *maps]))
        gradients = tape.gradient(loss, maps)
        # Each bin is a mean: its weights add up to 1 where it is inside.
        inside = 3 * 3 * 3 * 5  # five boxes stay within a pixel of their map
        total = sum(tf.reduce_sum(gradient) for gradient in gradients)
        assert inside <= total <= 3 * 3 * 3 * 6


@pytest.mark.parametrize(("size", "samples"), [(7, 2), (14, 2), (4, 1)])
def test_equals_loops_over_plain_numpy(size, samples):
    maps = pyramid(96, 150)
    answer = np.asarray(RoIAlign(size, samples=samples)([BOXES, *maps]))
    for image in range(2):
        for number, box in enumerate(BOXES[image]):
            expected = plain_roi_align(
                box, [x[image] for x in maps], size, samples
            )
            np.testing.assert_allclose(
                answer[image, number], expected, atol=1e-5
            )


def test_a_slope_is_read_off_at_the_middle_of_each_bin():
    x = np.tile(np.arange(20.0), (20, 1))
    slope = np.stack([x, x.T], axis=-1)[None].astype("float32")
    maps = [slope, *(np.zeros((1, n, n, 2), "float32") for n in (10, 5, 3))]
    boxes = np.array([[[8, 16, 24, 32]]], "float32")  # 2..6 and 4..8 in the map
    answer = np.asarray(RoIAlign(2)([boxes, *maps]))[0, 0]
    np.testing.assert_allclose(answer[..., 0], [[3, 5], [3, 5]], atol=1e-6)
    np.testing.assert_allclose(answer[..., 1], [[5, 5], [7, 7]], atol=1e-6)


def test_levels_double_with_the_side_of_the_box():
    sides = np.array([0, 10, 111.9, 112.1, 223.9, 224.1, 447.9, 448.1, 2000])
    boxes = np.stack([0 * sides, 0 * sides, sides, sides], -1).astype("f4")
    np.testing.assert_array_equal(
        box_levels(boxes, 4), [0, 0, 0, 1, 1, 2, 2, 3, 3]
    )
    # It is the root of the area that counts.
    wide = np.array([[0, 0, 448, 112]], "float32")
    np.testing.assert_array_equal(box_levels(wide, 4), [2])


def test_a_graph_of_unknown_sizes_answers_alike():
    layer = RoIAlign(7)
    inputs = [BOXES, *pyramid(96, 150)]
    unknown = [
        tf.TensorSpec((None,) * (x.ndim - 1) + x.shape[-1:], "float32")
        for x in inputs
    ]
    traced = tf.function(lambda *tensors: layer(list(tensors)), unknown)
    np.testing.assert_allclose(traced(*inputs), layer(inputs), atol=1e-5)


def test_half_precision_rounds_the_maps_but_not_the_boxes():
    far = np.array([[[1000.3, 1000.3, 1004.3, 1004.3]]], "float32")
    x = np.tile(np.arange(260.0), (260, 1))
    maps = [x[None, ..., None].astype("float16")]
    maps += [np.zeros((1, 1, 1, 1), "float16")] * 3
    layer = RoIAlign(1, dtype="mixed_float16")
    answer = layer([far, *map(keras.ops.convert_to_tensor, maps)])
    # 1002.3 / 4; half precision would have made 1002 of the box's middle.
    assert answer.dtype == "float16"
    assert float(answer[0, 0, 0, 0, 0]) == pytest.approx(250.575, abs=0.13)
