"""Networks for RGB start those of other images, and answer as they did."""

import dataclasses

import numpy as np
import pytest

from deeplab_family.models import PSPNetConfig
from deeplab_family.weights import WeightsError, receipt_of
from deeplab_family.weights.input_channels import fit_input_channels
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig

RGB = PSPNetConfig(num_classes=3, backbone=SmallBackboneConfig(), filters=16)
IMAGE = np.random.default_rng(0).uniform(0, 255, (1, 48, 48, 3))
MEAN = 127.5  # of the small backbone's normalization, which becomes 0


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    network = RGB.build()
    randomize(network)
    network.class_names = ("road", "sky", "car")
    path = tmp_path_factory.mktemp("rgb") / "rgb.keras"
    network.save(path)
    return path, network(IMAGE.astype("float32")).numpy()


def test_further_channels_of_the_mean_change_nothing(saved):
    path, expected = saved
    network = RGB.with_input_channels(5).build(weights=path)
    more = np.concatenate([IMAGE, np.full((1, 48, 48, 2), MEAN)], axis=-1)
    answer = network(more.astype("float32")).numpy()
    np.testing.assert_allclose(answer, expected, atol=1e-4)


def test_kernels_of_further_channels_are_the_mean_of_the_three(saved):
    path, _ = saved
    network = RGB.with_input_channels(4).build(weights=path)
    kernel = next(
        v.numpy()
        for v in network.variables
        if v.path.endswith("stem/conv/kernel")
    )
    np.testing.assert_allclose(
        kernel[:, :, 3], kernel[:, :, :3].mean(axis=2), atol=1e-7
    )
    assert np.abs(kernel[:, :, 0] - kernel[:, :, 1]).max() > 1e-3
    note = " ".join(receipt_of(network).notes)
    assert "takes 4 channels" in note and "mean of the three" in note


def test_gray_answers_as_three_equal_channels(saved):
    path, _ = saved
    gray = IMAGE[..., :1].astype("float32")
    expected = RGB.build(weights=path)(np.repeat(gray, 3, axis=-1)).numpy()
    network = RGB.with_input_channels(1).build(weights=path)
    np.testing.assert_allclose(network(gray).numpy(), expected, atol=1e-4)


def test_other_channels_than_rgb_are_refused_by_number(saved, tmp_path):
    RGB.with_input_channels(4).build().save(tmp_path / "four.keras")
    with pytest.raises(WeightsError, match="images of 4 channels; this one"):
        RGB.build(weights=tmp_path / "four.keras")
    again = RGB.with_input_channels(4).build(weights=tmp_path / "four.keras")
    assert receipt_of(again).notes == ()


def test_equal_channels_are_left_alone(saved):
    network = RGB.build(weights=saved[0])
    values = {v.path: v.numpy() for v in network.variables}
    fitted, notes = fit_input_channels(values, network)
    assert notes == () and all(fitted[p] is v for p, v in values.items())


def test_range_and_channels_travel_in_the_file(tmp_path):
    import keras

    from deeplab_family.inference import load_predictor
    from deeplab_family.inference.picture_files import pictures_of
    from input_pipeline import PictureFormat

    config = dataclasses.replace(RGB).with_input_channels(4)
    network = config.build()
    network.value_range = (0, 4095)
    network.save(tmp_path / "four.keras")
    pictures = PictureFormat(channels=4, value_range=(0, 4095))
    assert pictures_of(tmp_path / "four.keras") == pictures
    predictor = load_predictor(tmp_path / "four.keras")
    assert predictor.pictures == pictures
    with pytest.raises(ValueError, match="4 channels of values 0 to 4095"):
        predictor(np.zeros((1, 48, 48, 3), np.uint8))
    loaded = keras.saving.load_model(tmp_path / "four.keras", compile=False)
    assert tuple(loaded.value_range) == (0, 4095)
