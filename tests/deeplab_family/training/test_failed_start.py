"""Starts that fail leave the work directory, and its parents, as they were."""

import dataclasses

import keras
import pytest

from deeplab_family.recipes import RECIPES
from deeplab_family.training import train, trainer
from deeplab_family.weights import WeightsError
from input_pipeline import DataError, OpenedData
from tests.small_networks import NETWORKS
from tests.tiny_recipe import tiny, tiny_mobile


@pytest.fixture(params=["new", "empty"])
def place(request, tmp_path):
    """A folder for a run, which must be in the end as it is now."""
    place = tmp_path / "runs" / "photos"
    if request.param == "empty":
        place.mkdir(parents=True)
    yield place
    if request.param == "empty":
        assert list(place.iterdir()) == []
    else:
        assert not place.parent.exists()


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    """A folder of files that cannot start a run, by what is wrong."""
    folder = tmp_path_factory.mktemp("weights")
    NETWORKS["deeplabv3plus"].build().save(folder / "another.keras")
    whole = (folder / "another.keras").read_bytes()
    (folder / "damaged.keras").write_bytes(whole[: len(whole) // 2])
    return folder


@pytest.mark.parametrize(
    "name", ["another.keras", "damaged.keras", "gone.keras"]
)
def test_of_weights_that_do_not_fit(small_data, weights, place, name):
    recipe = tiny_mobile(small_data, weights=str(weights / name))
    network = dataclasses.replace(
        NETWORKS["deeplabv3"], num_classes=None, filters=8
    )
    recipe = dataclasses.replace(recipe, model=network)
    with pytest.raises(WeightsError, match=name):
        train(recipe, place)


def test_of_data_that_are_not_in_order(small_data, place, monkeypatch):
    def check(self):
        raise DataError("an image is broken")

    monkeypatch.setattr(OpenedData, "check", check)
    with pytest.raises(DataError, match="broken"):
        train(tiny_mobile(small_data), place)


@pytest.mark.parametrize("error", [MemoryError, KeyboardInterrupt])
def test_of_a_network_that_cannot_be_built(
    small_data, place, monkeypatch, error
):
    def build(*_, **__):
        raise error

    monkeypatch.setattr(trainer, "compile_model", build)
    with pytest.raises(error):
        train(tiny_mobile(small_data), place)


@pytest.mark.parametrize("error", [MemoryError, KeyboardInterrupt])
def test_of_a_run_that_is_stopped_before_its_first_step(
    small_data, small, place, monkeypatch, error
):
    def batches(self, start_step=0):
        raise error

    monkeypatch.setattr(OpenedData, "train_batches", batches)
    with pytest.raises(error):
        train(tiny_mobile(small_data), place)


def test_of_a_precision_that_does_not_train_here(
    small_data, place, no_float16_gradient
):
    recipe = tiny_mobile(small_data, precision="mixed_float16")
    atrous = tiny(RECIPES["folder_galdnet"](), small_data).model
    recipe = dataclasses.replace(recipe, model=atrous)
    try:
        with pytest.raises(ValueError, match="dilation rates larger than 1"):
            train(recipe, place)
    finally:
        keras.config.set_dtype_policy("float32")


@pytest.fixture
def small_data(streets, kept_batches):
    return streets
