import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.losses import downsample_labels

ROWS = np.arange(13)[None, :, None] * np.ones((2, 1, 13), "int64")


def rows(how, source, target):
    picked = downsample_labels(ROWS[:, :source], (target, 4), how)
    return np.asarray(picked)[0, :, 0].tolist()


@pytest.mark.parametrize("how", ["align_corners", "every_nth"])
def test_nested_maps_keep_the_rows_they_share(how):
    assert rows(how, source=13, target=4) == [0, 4, 8, 12]


def test_aligned_corners_reach_both_ends():
    assert rows("align_corners", source=12, target=4) == [0, 4, 7, 11]


def test_every_second_row_of_an_even_map():
    assert rows("every_nth", source=12, target=6) == [0, 2, 4, 6, 8, 10]


@pytest.mark.parametrize(("source", "target"), [(12, 5), (13, 6), (13, 1)])
def test_aligned_corners_equal_tensorflows_nearest_neighbor(source, target):
    labels = np.random.default_rng(0).integers(0, 9, (2, source, 13))
    expected = tf.compat.v1.image.resize_nearest_neighbor(
        labels[..., None].astype("int32"), (target, 7), align_corners=True
    )
    output = downsample_labels(labels, (target, 7), "align_corners")
    np.testing.assert_array_equal(output, expected[..., 0])


def test_sizes_may_be_known_only_when_it_runs():
    @tf.function(
        input_signature=[
            tf.TensorSpec((None, None, None), tf.int64),
            tf.TensorSpec((2,), tf.int32),
        ]
    )
    def picked(labels, size):
        return downsample_labels(labels, (size[0], size[1]), "every_nth")

    np.testing.assert_array_equal(picked(ROWS, (5, 7)), ROWS[:, ::3, ::2])


@pytest.mark.parametrize("stride", [4, 8, 16])
def test_maps_of_whole_strides_and_one_pixel_are_the_same_by_both(stride):
    for source in range(stride + 1, 258, stride):
        labels = np.arange(source)[None, :, None]
        target = (source - 1) // stride + 1
        for how in ("align_corners", "every_nth"):
            picked = downsample_labels(labels, (target, 1), how)
            expected = np.arange(0, source, stride)
            np.testing.assert_array_equal(picked[0, :, 0], expected)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("stride", [2, 4, 8, 16, 32])
def test_every_size_gives_the_rows_of_the_network_stride(stride, known):
    @tf.function(reduce_retracing=True)
    def picked(labels, size):
        return downsample_labels(labels, (size, 1), "every_nth")

    for source in range(9, 258, 1 if known else 31):
        labels = np.arange(source)[None, :, None]
        target = -(-source // stride)
        if known:
            rows = downsample_labels(labels, (target, 1), "every_nth")
        else:
            rows = picked(tf.constant(labels), tf.constant(target))
        np.testing.assert_array_equal(
            rows[0, :, 0], np.arange(0, source, stride)
        )


@pytest.mark.parametrize(
    ("source", "target", "stride"), [(10, 4, 3), (13, 3, 6), (13, 5, 3)]
)
def test_other_strides_are_the_largest_that_fit(source, target, stride):
    expected = list(range(0, stride * target, stride))
    assert rows("every_nth", source, target) == expected


def test_refuses_rows_outside_of_the_labels():
    with pytest.raises(ValueError, match="do not fit into labels of 13"):
        rows("every_nth", source=13, target=8)


@pytest.mark.parametrize("how", ["align_corners", "every_nth"])
def test_refuses_to_enlarge(how):
    with pytest.raises(ValueError, match="5 pixels"):
        rows(how, source=5, target=9)
