import dataclasses

import keras
import numpy as np
import pytest

from deeplab_family.backbones import (
    EfficientNetLiteConfig,
    MobileNetV2Config,
    MobileNetV3Config,
    ResNetConfig,
    ResNetGCNConfig,
)
from deeplab_family.models import DeepLabV3Config
from deeplab_family.optimizers import AdamWConfig, SGDConfig
from deeplab_family.recipes import RECIPES, TrainConfig
from deeplab_family.recipes.recipe import PARTS
from deeplab_family.training import compile_model, freeze
from deeplab_family.training.freezing import _is_in, refuse_fresh_freezing
from deeplab_family.weights import load_network_weights
from tests.build_blank import build_blank
from tests.randomize import randomize
from tests.tiny_recipe import tiny, tiny_mobile

NETWORK = tiny(RECIPES["folder_galdnet"](), "root").with_num_classes(3).model
IMAGES = np.random.default_rng(0).uniform(0, 255, (2, 64, 64, 3))
LABELS = np.random.default_rng(0).integers(0, 3, (2, 64, 64))
BACKBONES = (
    ResNetConfig(stem="beta"),
    ResNetGCNConfig(),
    MobileNetV2Config(alpha=0.35),
    MobileNetV3Config(alpha=0.35),
    EfficientNetLiteConfig(),
)


@pytest.fixture(autouse=True)
def seed():
    """Some draws of the head leave a normalization where it is."""
    keras.utils.set_random_seed(0)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A backbone alone, and the whole network with its auxiliary head."""
    folder = tmp_path_factory.mktemp("weights")
    whole = randomize(NETWORK.build_for_training())
    whole.save(folder / "whole.keras")
    backbone = whole.network.get_layer("small_backbone")
    backbone.save(folder / "backbone.keras")
    return folder


def recipe(weights, *words, **train):
    whole = tiny_mobile("root", weights=str(weights), freeze=words, **train)
    return dataclasses.replace(whole, model=NETWORK)


def values(model):
    return {variable.path: variable.numpy() for variable in model.variables}


def changed_by_training(model):
    model.run_eagerly = True  # to trace a graph takes longer than two steps
    before = values(model)
    for _ in range(2):
        model.train_on_batch(IMAGES, LABELS)
    after = values(model)
    return {p for p in before if not np.array_equal(before[p], after[p])}


@pytest.mark.parametrize(
    ("words", "kept", "trained"),
    [
        (("stem",), {"stem"}, {"res2", "res3", "res4", "res5", "head"}),
        (("block1",), {"stem", "res2"}, {"res3", "res4", "res5", "head"}),
        (("block3",), {"stem", "res2", "res3", "res4"}, {"res5", "head"}),
        (
            ("backbone",),
            {"stem", "res2", "res3", "res4", "res5"},
            {"head", "auxiliary_head", "reduce", "join"},
        ),
    ],
)
@pytest.mark.parametrize("optimizer", [SGDConfig(), AdamWConfig()])
def test_frozen_parts_are_equal_bit_for_bit(
    words, kept, trained, optimizer, files
):
    model = compile_model(
        recipe(files / "backbone.keras", *words, optimizer=optimizer)
    )
    found = {path.split("/")[0] for path in changed_by_training(model)}
    assert not kept & found
    assert trained <= found


def test_statistics_move_with_what_trains(files):
    moved = changed_by_training(compile_model(recipe(files / "backbone.keras")))
    assert {"stem/bn/moving_mean", "stem/bn/gamma", "stem/conv/kernel"} <= moved


def test_frozen_kernels_are_no_term_of_the_loss(files):
    model = compile_model(recipe(files / "backbone.keras", "backbone"))
    half = model.network.get_layer("head").conv.kernel.regularizer.l2
    free = [v for v in model.trainable_variables if v.regularizer]
    assert free and not [v for v in free if v.path.startswith("res")]
    expected = sum(half * np.sum(np.square(v.numpy())) for v in free)
    np.testing.assert_allclose(sum(model.losses), expected, rtol=1e-5)


def test_only_normalizations_that_weights_filled_are_frozen(files):
    """Fresh ones of the head, with mean 0 and variance 1, train."""
    moved = changed_by_training(
        compile_model(recipe(files / "backbone.keras", "batch_norm"))
    )
    statistics = {path for path in moved if "/bn/" in path}
    assert not {p for p in statistics if p.startswith(("stem", "res"))}
    assert {"reduce/bn/moving_mean", "reduce/bn/gamma"} <= statistics
    assert "auxiliary_head/look/bn/moving_mean" in statistics
    assert "stem/conv/kernel" in moved


def test_a_whole_network_keeps_all_its_statistics(files):
    moved = changed_by_training(
        compile_model(recipe(files / "whole.keras", "batch_norm"))
    )
    assert not {path for path in moved if "/bn/" in path}
    assert {"head/conv/kernel", "stem/conv/kernel"} <= moved


def test_a_resumed_run_keeps_what_was_frozen(files, tmp_path):
    """Without the file, from the receipt of its checkpoint."""
    start = recipe(files / "backbone.keras", "block1", "batch_norm")
    model = compile_model(start)
    gone = dataclasses.replace(start.train, weights="gone.keras")
    again = compile_model(
        dataclasses.replace(start, train=gone),
        resumes=True,
        receipt=model.network.weights_receipt,
    )
    paths = [
        [variable.path for variable in m.trainable_variables]
        for m in (model, again)
    ]
    assert paths[0] == paths[1]
    model.save(tmp_path / "last.keras")
    again.load_weights(tmp_path / "last.keras")
    assert not [p for p in changed_by_training(again) if "stem" in p]


@pytest.mark.parametrize("backbone", BACKBONES)
def test_every_backbone_has_every_part(backbone, tmp_path):
    """Each part with all before it; nothing outside of the backbone."""
    network = DeepLabV3Config(num_classes=3, backbone=backbone, filters=8)
    if backbone.replaces_dilation:
        from deeplab_family.models import GCNConfig

        network = GCNConfig(num_classes=3, backbone=backbone, kernel_size=3)
    alone = build_blank(backbone)
    alone.save(tmp_path / "backbone.keras")
    model = build_blank(network)
    every = {v.path for v in model.trainable_variables}
    load_network_weights(model, tmp_path / "backbone.keras")
    left = [len(model.trainable_variables)]
    for word in ("stem", "block1", "block2", "block3", "backbone"):
        freeze(model, (word,))
        left.append(len(model.trainable_variables))
    assert left == sorted(set(left), reverse=True)
    frozen = {v.path for v in alone.trainable_variables}
    assert {v.path for v in model.trainable_variables} == every - frozen


def test_freezing_what_is_fresh_is_refused_and_says_what_to_do():
    for word in PARTS:
        train = TrainConfig(freeze=(word,))
        with pytest.raises(ValueError, match=f"{word} needs weights.*-size 2"):
            refuse_fresh_freezing(train)
        refuse_fresh_freezing(dataclasses.replace(train, weights="imagenet"))
    refuse_fresh_freezing(TrainConfig())


def test_a_run_is_refused_before_its_network_is_built():
    fresh = recipe("none", "batch_norm")
    with pytest.raises(ValueError, match="train.weights imagenet"):
        compile_model(fresh)


def test_single_images_are_refused_where_statistics_are_fresh(files):
    single = recipe(files / "backbone.keras", "batch_norm")
    single = dataclasses.replace(
        single, data=dataclasses.replace(single.data, batch_size=1)
    )
    with pytest.raises(ValueError, match="fresh and must train.*join/bn"):
        compile_model(single)
    whole = dataclasses.replace(
        single.train, weights=str(files / "whole.keras")
    )
    compile_model(dataclasses.replace(single, train=whole))


def test_one_word_is_enough_and_unknown_ones_are_named():
    assert TrainConfig(freeze="backbone").freeze == ("backbone",)
    with pytest.raises(ValueError, match="some of backbone, .*'block7'"):
        TrainConfig(freeze=("block7",))


def test_a_part_without_weights_is_named():
    model = NETWORK.build()
    with pytest.raises(ValueError, match="stem freezes nothing"):
        freeze(model, ("stem",))
    assert isinstance(model, keras.Model) and model.trainable_variables


def test_a_unit_that_is_filled_in_part_is_not_frozen():
    """A block whose projection is new would stay as it was drawn."""
    unit = keras.Sequential(
        [keras.Input((3,)), keras.layers.Dense(2), keras.layers.Dense(2)]
    )
    first, second = (v.path.rpartition("/")[0] for v in unit.weights[::2])
    assert _is_in(unit, {first, second})
    assert not _is_in(unit, {first})
    assert not _is_in(keras.layers.ReLU(), {first})
