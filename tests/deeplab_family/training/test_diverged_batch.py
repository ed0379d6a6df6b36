"""A run that diverges names the step and the images, and keeps the batch."""

import dataclasses
import json
import os

import numpy as np
import pytest
from PIL import Image

from deeplab_family.optimizers import PolyConfig
from deeplab_family.training import DivergedError, WorkDirectory, train
from deeplab_family.training.diverged_batch import _named, _names, explain
from input_pipeline import open_data
from input_pipeline.augment import ColorJitter, RandomFlip, RandomScale
from tests.deeplab_family.training.test_divergence import small_model
from tests.tiny_recipe import tiny_mobile


@pytest.fixture
def diverging(streets):
    """The first step is finite, and so large that the second is not."""
    return tiny_mobile(
        streets,
        total_steps=6,
        eval_every=6,
        save_every=1,
        schedule=PolyConfig(learning_rate=1e30),
    )


def test_step_images_and_batch_are_told_and_kept(small, diverging, tmp_path):
    with pytest.raises(DivergedError) as error:
        train(diverging, tmp_path / "run")
    step, text = error.value.step, str(error.value)
    place = tmp_path / "run" / "diverged" / f"step_{step}"
    assert f"at step {step}." in text and f"kept: {place}.npz" in text

    data = open_data(diverging.data)
    batches = data.train_batches(start_step=step - 1)
    images, labels = next(batches.as_numpy_iterator())
    kept = np.load(f"{place}.npz")
    np.testing.assert_array_equal(kept["images"], images)
    np.testing.assert_array_equal(kept["labels"], labels)

    record = json.loads(place.with_suffix(".json").read_text())
    assert record["step"] == step and len(record["images"]) == 2
    for name in record["images"]:
        assert name in text and os.path.exists(name)
    # Image on the left, its label in the colors of the classes on the right.
    picture = np.asarray(Image.open(place.with_suffix(".png")))
    np.testing.assert_array_equal(picture[:32, :32], images[0])
    colors = {tuple(c) for c in picture[:32, 36:68].reshape(-1, 3).tolist()}
    known = {data.spec.palette[i] for i in np.unique(labels[0]) if i < 9}
    assert known <= colors


def test_the_images_are_those_of_the_batch(streets):
    """Whole pictures, so that each shows which file it is."""
    config = dataclasses.replace(
        tiny_mobile(streets).data,
        crop_size=(48, 64),
        scale=RandomScale(minimum=1.0, maximum=1.0),
        flip=RandomFlip(probability=0.0),
        jitter=ColorJitter(),
    )
    data = open_data(config)
    images, _ = next(data.train_batches(start_step=4).as_numpy_iterator())
    for name, image in zip(_names(data, 4), images, strict=True):
        original = np.asarray(Image.open(name))
        np.testing.assert_allclose(image, original, atol=2)


def test_a_disk_that_is_full_hides_no_divergence(
    small, diverging, tmp_path, monkeypatch
):
    def full(path, content):
        raise OSError(28, "No space left on device")

    module = "deeplab_family.training.diverged_batch.write_atomic"
    monkeypatch.setattr(module, full)
    with pytest.raises(DivergedError, match="could not be kept .*No space"):
        train(diverging, tmp_path / "run")


@pytest.mark.parametrize(
    "fields",
    [{"deterministic": False}, {"deterministic": False, "service": "h:1"}],
)
def test_the_order_of_nobody_names_no_images(diverging, tmp_path, fields):
    config = dataclasses.replace(diverging.data, **fields)
    error = DivergedError("The loss is nan at step 3.", step=3, updates=2)
    folder = WorkDirectory(tmp_path)
    told = explain(error, small_model(), diverging, open_data(config), folder)
    assert "images" not in str(told) and (told.step, told.updates) == (3, 2)
    (record,) = folder.diverged.iterdir()
    assert json.loads(record.read_text())["images"] == []


def test_large_batches_are_named_in_part():
    names = [f"{i}.jpg" for i in range(11)]
    text = _named([*names, names[0]])
    assert text == f"Its images: {', '.join(names[:8])} and 3 more."
