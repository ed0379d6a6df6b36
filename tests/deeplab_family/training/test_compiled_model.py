import dataclasses

import keras
import numpy as np
import pytest

from deeplab_family.backbones import EfficientNetLiteConfig
from deeplab_family.models import AuxiliaryTraining
from deeplab_family.recipes import RECIPES
from deeplab_family.training import compile_model
from deeplab_family.weights import WeightsError, receipt_of
from tests.tiny_recipe import tiny, tiny_mobile


def test_auxiliary_training_starts_from_weights_of_the_network(tmp_path):
    recipe = tiny(RECIPES["folder_galdnet"](), "root").with_num_classes(3)
    source = recipe.model.build()
    source.save(tmp_path / "start.keras")
    train = dataclasses.replace(
        recipe.train, weights=str(tmp_path / "start.keras")
    )
    model = compile_model(dataclasses.replace(recipe, train=train))
    assert isinstance(model, AuxiliaryTraining)
    for mine, theirs in zip(source.weights, model.network.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_starts_from_given_weights_and_with_frozen_batch_norm(tmp_path):
    recipe = tiny_mobile("root").with_num_classes(3)
    source = compile_model(recipe)
    source.save(tmp_path / "start.keras")
    train = dataclasses.replace(
        recipe.train,
        weights=str(tmp_path / "start.keras"),
        freeze=("batch_norm",),
    )
    model = compile_model(dataclasses.replace(recipe, train=train))
    for mine, theirs in zip(source.weights, model.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    names = {variable.name for variable in model.trainable_variables}
    assert "gamma" not in names


def test_a_resumed_run_needs_no_weights_to_start_from():
    recipe = tiny_mobile("root", weights="gone.keras")
    recipe = recipe.with_num_classes(3)
    with pytest.raises(ValueError, match="gone.keras"):
        compile_model(recipe)
    compile_model(recipe, resumes=True)


def test_the_optimizer_that_scales_the_loss_is_built():
    recipe = tiny(RECIPES["folder_gcn"](), "root").with_num_classes(3)
    keras.config.set_dtype_policy("mixed_float16")
    try:
        model = compile_model(recipe)
    finally:
        keras.config.set_dtype_policy("float32")
    assert isinstance(model.optimizer, keras.optimizers.LossScaleOptimizer)
    names = [variable.name for variable in model.optimizer.variables]
    assert {"dynamic_scale", "step_counter"} <= set(names)


def test_weights_of_another_backbone_are_refused(tmp_path):
    recipe = tiny_mobile("root").with_num_classes(3)
    other = dataclasses.replace(recipe.model, backbone=EfficientNetLiteConfig())
    other.build().save(tmp_path / "start.keras")
    train = dataclasses.replace(
        recipe.train, weights=str(tmp_path / "start.keras")
    )
    with pytest.raises(WeightsError, match="efficientnet_lite"):
        compile_model(dataclasses.replace(recipe, train=train))


def test_classes_of_the_weights_are_taken_by_name(tmp_path):
    recipe = tiny_mobile("root").with_num_classes(3)
    source = compile_model(recipe, class_names=("a", "b", "c"))
    source.save(tmp_path / "start.keras")
    train = dataclasses.replace(
        recipe.train, weights=str(tmp_path / "start.keras")
    )
    recipe = dataclasses.replace(
        recipe,
        model=dataclasses.replace(recipe.model, num_classes=4),
        train=train,
    )
    model = compile_model(recipe, class_names=("c", "x", "b", "a"))
    np.testing.assert_array_equal(
        model.get_layer("head").conv.kernel.numpy()[..., [3, 2, 0]],
        source.get_layer("head").conv.kernel,
    )


def test_imagenet_fills_the_backbone_and_leaves_a_receipt(tmp_path):
    recipe = tiny(RECIPES["folder_galdnet"](), "root").with_num_classes(3)
    backbone = EfficientNetLiteConfig(output_stride=8)
    model = dataclasses.replace(recipe.model, backbone=backbone)
    train = dataclasses.replace(recipe.train, weights="imagenet")
    recipe = dataclasses.replace(recipe, model=model, train=train)
    try:
        trained = compile_model(recipe).network
    except WeightsError as error:
        pytest.skip(str(error))
    receipt = receipt_of(trained)
    assert "normalization" in receipt.matched
    resumed = compile_model(recipe, resumes=True, receipt=receipt)
    assert receipt_of(resumed.network) == receipt
    resumed.save(tmp_path / "last.keras")
    loaded = keras.saving.load_model(tmp_path / "last.keras", compile=False)
    assert receipt_of(loaded.network) == receipt
    values = {v.path: v.numpy() for v in trained.variables}
    np.testing.assert_array_equal(values["normalization/mean"], [127.0] * 3)
