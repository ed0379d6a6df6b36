import colorsys

import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.augment import ColorJitter
from tests.contracts.augmentation import AugmentationContract


class TestColorJitter(AugmentationContract):
    operation = ColorJitter(
        brightness=0.4, contrast=0.4, saturation=0.4, hue=0.1
    )
    neutral = ColorJitter()

    def test_image_and_label_move_together(self):
        """Nothing moves: each color of the image becomes one color."""
        sample = self.sample()
        changed = self.operation(sample, tf.constant((1, 2)))
        np.testing.assert_array_equal(changed["label"], sample["label"])
        for class_id in np.unique(sample["label"]):
            of_class = changed["image"].numpy()[sample["label"] == class_id]
            assert len(np.unique(of_class, axis=0)) == 1


IMAGE = np.random.default_rng(3).integers(60, 180, (16, 16, 3), np.uint8)
LUMA = (0.299, 0.587, 0.114)


def changed(seed=(2, 5), image=IMAGE, **settings):
    operation = ColorJitter(**settings)
    return operation.change(tf.constant(image), tf.constant(seed)).numpy()


def test_a_window_of_the_changed_image_is_the_changed_window():
    settings = {"brightness": 0.5, "contrast": 0.5, "hue": 0.2}
    whole = changed(**settings)
    window = changed(image=IMAGE[4:9, 2:11], **settings)
    np.testing.assert_array_equal(whole[4:9, 2:11], window)


def test_brightness_multiplies_by_one_factor():
    ratios = [changed((0, n), brightness=0.3) / IMAGE for n in range(60)]
    factors = np.array([ratio.mean() for ratio in ratios])
    assert max(ratio.std() for ratio in ratios) < 0.01
    assert 0.69 < factors.min() < 0.75 and 1.25 < factors.max() < 1.31


def test_contrast_leaves_the_mean_color():
    mean = np.full((2, 2, 3), (124, 116, 104), np.uint8)
    np.testing.assert_array_equal(changed(image=mean, contrast=1.0), mean)
    stds = [changed((0, n), contrast=0.5).std() for n in range(20)]
    assert min(stds) < IMAGE.std() * 0.8 and max(stds) > IMAGE.std() * 1.2


def test_saturation_and_hue_leave_luma_and_gray():
    gray = np.full((2, 2, 3), 77, np.uint8)
    for settings in ({"saturation": 0.3}, {"hue": 0.1}):
        np.testing.assert_array_equal(changed(image=gray, **settings), gray)
        apart = changed(**settings) @ LUMA - IMAGE @ LUMA
        assert np.abs(apart).max() < 1.0
        assert np.any(changed(**settings) != IMAGE)


def test_hue_turns_without_end_points():
    """Half a turn either way reaches every hue."""
    red = np.full((1, 1, 3), (150, 100, 100), np.uint8)
    hues = [
        colorsys.rgb_to_hsv(*changed((0, n), image=red, hue=0.5)[0, 0])[0]
        for n in range(60)
    ]
    counts, _ = np.histogram(hues, bins=6, range=(0, 1))
    assert counts.min() > 0


def test_bright_colors_are_cut_off_and_do_not_wrap():
    white = np.full((4, 4, 3), 250, np.uint8)
    for number in range(20):
        assert changed((0, number), white, brightness=0.2).min() >= 199


@pytest.mark.parametrize(
    ("name", "value"),
    [("brightness", -0.1), ("contrast", 1.1), ("saturation", 2), ("hue", 0.6)],
)
def test_values_out_of_range_are_named_with_what_came(name, value):
    with pytest.raises(ValueError, match=f"`{name}` of the color.*Received"):
        ColorJitter(**{name: value})
