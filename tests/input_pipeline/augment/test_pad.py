import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.augment.pad import pad_sample, padding_color


def padded(size, to_left=False, own=(4, 6)):
    sample = {
        "image": tf.fill((*own, 3), tf.constant(7, tf.uint8)),
        "label": tf.fill(own, tf.constant(1, tf.uint8)),
    }
    return pad_sample(sample, size, to_left)


def test_pads_bottom_and_right_with_mean_color_and_ignored_label():
    sample = padded((5, 9))
    image, label = sample["image"].numpy(), sample["label"].numpy()
    assert np.all(image[:4, :6] == 7) and np.all(label[:4, :6] == 1)
    assert np.all(image[4] == (124, 116, 104)) and np.all(label[4] == 255)
    assert np.all(image[:, 6:] == (124, 116, 104))
    assert np.all(label[:, 6:] == 255)


def test_pads_the_left_side_of_a_mirrored_sample():
    right, left = padded((5, 9)), padded((5, 9), to_left=True)
    for key in ("image", "label"):
        np.testing.assert_array_equal(right[key][:, ::-1], left[key])


@pytest.mark.parametrize("to_left", [False, True])
def test_a_sample_of_the_wanted_size_stays(to_left):
    assert np.all(padded((4, 6), to_left)["image"] == 7)


def test_the_result_has_a_static_shape():
    @tf.function(input_signature=[tf.TensorSpec((None, None, 3), tf.uint8)])
    def shapes(image):
        sample = pad_sample({"image": image, "label": image[..., 0]}, (5, 9))
        assert sample["image"].shape == (5, 9, 3)
        assert sample["label"].shape == (5, 9)
        return sample["label"]

    shapes.get_concrete_function()


def test_zero_padding_is_black_and_still_ignored():
    sample = {
        "image": tf.fill((1, 1, 3), tf.constant(7, tf.uint8)),
        "label": tf.zeros((1, 1), tf.uint8),
    }
    black = pad_sample(sample, (1, 2), padding="zero")
    assert black["image"].numpy().tolist() == [[[7, 7, 7], [0, 0, 0]]]
    assert black["label"].numpy().tolist() == [[0, 255]]


def test_other_paddings_are_refused():
    with pytest.raises(ValueError, match="`padding` must be.*'white'"):
        padding_color("white")
