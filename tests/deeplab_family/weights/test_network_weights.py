import dataclasses
import shutil

import keras
import numpy as np
import pytest

from deeplab_family.backbones import (
    MobileNetV2Config,
    ResNetConfig,
    resnet,
)
from deeplab_family.models import (
    DeepLabV3Config,
    DeepLabV3PlusConfig,
    GALDNetConfig,
)
from deeplab_family.weights import WeightsError, receipt_of
from tests.randomize import randomize
from tests.small_networks import NETWORKS, SMALL

STREET = ("road", "sky", "car")
MORE = ("sky", "pole", "car", "road")
ON_SMALL_BACKBONES = (
    "deeplabv3plus",
    "gcn",
    "gcn_bilinear",
    "duc",
    "duc_bilinear",
    "gald",
    "pspnet",
    "vortex",
)
IMAGE = np.random.default_rng(0).uniform(0, 255, (1, 64, 64, 3))
PLUS = NETWORKS["deeplabv3plus"]


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Saves a network with random weights once, by its name here."""
    folder = tmp_path_factory.mktemp("saved")
    kept = {}

    def save(name, names=STREET):
        if name not in kept:
            model = randomize(NETWORKS[name].build())
            model.class_names = names
            model.save(folder / f"{name}.keras")
            kept[name] = model, folder / f"{name}.keras"
        return kept[name]

    return save


def named(config, names):
    """A network whose classes have names, before it gets weights."""
    model = dataclasses.replace(config, num_classes=len(names)).build()
    model.class_names = names
    return model


def load(model, path):
    from deeplab_family.weights import load_network_weights

    return load_network_weights(model, path)


@pytest.mark.parametrize("name", ON_SMALL_BACKBONES)
def test_classes_of_the_same_names_keep_their_scores(name, saved):
    source, path = saved(name)
    ids = [MORE.index(known) for known in STREET]
    model = named(NETWORKS[name], MORE)
    receipt = load(model, path)
    assert receipt.notes == (
        "Classes: 3 of 4 taken by name (sky, car, road), 1 fresh (pole)",
    )
    assert receipt.fresh == ()
    theirs = np.asarray(source(IMAGE))
    np.testing.assert_allclose(
        np.asarray(model(IMAGE))[..., ids], theirs, rtol=1e-4, atol=1e-5
    )


@pytest.mark.parametrize("name", ["gcn", "duc", "gald"])
def test_another_order_of_the_same_classes_is_followed(name, saved):
    source, path = saved(name)
    model = named(NETWORKS[name], STREET[::-1])
    load(model, path)
    np.testing.assert_allclose(
        np.asarray(model(IMAGE))[..., ::-1],
        np.asarray(source(IMAGE)),
        rtol=1e-4,
        atol=1e-5,
    )


def test_the_same_network_is_taken_whole_with_its_names(saved):
    source, path = saved("deeplabv3plus")
    model = PLUS.build(weights=path)
    for mine, theirs in zip(model.weights, source.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    assert model.class_names == STREET
    receipt = receipt_of(model)
    assert (receipt.fresh, receipt.skipped) == ((), ())
    assert receipt.notes == (
        "Classes: all 3 taken by number, with the file's names",
    )
    assert receipt.source == "deeplabv3plus on small_backbone"


def test_without_names_another_number_starts_a_fresh_last_layer(saved):
    source, path = saved("deeplabv3plus")
    model = dataclasses.replace(PLUS, num_classes=5).build()
    before = np.asarray(model.get_layer("head").conv.kernel)
    receipt = load(model, path)
    assert receipt.fresh == ("head/conv",)
    assert "all 5 fresh, since the file has 3" in receipt.line()
    np.testing.assert_array_equal(model.get_layer("head").conv.kernel, before)
    np.testing.assert_array_equal(
        model.get_layer("aspp").weights[0], source.get_layer("aspp").weights[0]
    )


def test_another_head_takes_the_backbone_and_what_has_its_shape(saved):
    source, path = saved("deeplabv3plus")
    model = named(GALDNetConfig(**SMALL, padding="same"), STREET)
    receipt = load(model, path)
    backbone = {v.path: v for v in source.get_layer("small_backbone").weights}
    assert backbone
    for variable in model.get_layer("small_backbone").weights:
        np.testing.assert_array_equal(variable, backbone[variable.path])
    assert any(path.startswith("aspp/") for path in receipt.skipped)
    assert any(path.startswith("gald/") for path in receipt.fresh)
    assert "\n" not in receipt.line()


def test_a_backbone_alone_gives_and_takes(saved, tmp_path):
    source, path = saved("deeplabv3plus")
    backbone = PLUS.backbone.build(weights=path)
    own = source.get_layer("small_backbone")
    for mine, theirs in zip(backbone.weights, own.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    backbone.save(tmp_path / "backbone.keras")
    model = PLUS.build(weights=tmp_path / "backbone.keras")
    for mine, theirs in zip(
        model.get_layer("small_backbone").weights, own.weights, strict=True
    ):
        np.testing.assert_array_equal(mine, theirs)
    assert receipt_of(model).skipped == ()


def test_a_convolution_of_another_width_leaves_its_normalization(saved):
    """Statistics of one convolution say nothing of another."""
    _, path = saved("deeplabv3plus")
    wide = dataclasses.replace(PLUS, low_level_filters=24)
    fresh = load(named(wide, STREET), path).fresh
    convolutions = [layer for layer in fresh if layer.endswith("/conv")]
    assert len(convolutions) > 1
    for layer in convolutions:
        assert layer.removesuffix("conv") + "bn" in fresh


def test_a_checkpoint_brings_its_auxiliary_head(tmp_path):
    config = NETWORKS["pspnet"]
    source = randomize(config.build_for_training())
    source.network.class_names = STREET
    source.save(tmp_path / "last.keras")
    more = dataclasses.replace(config, num_classes=4)
    model = more.build_for_training()
    model.network.class_names = MORE
    load(model, tmp_path / "last.keras")
    ids = [MORE.index(known) for known in STREET]
    kernels = [
        m.both.get_layer("auxiliary_head").logits.conv.kernel.numpy()
        for m in (model, source)
    ]
    np.testing.assert_array_equal(kernels[0][..., ids], kernels[1])
    alone = config.build(weights=tmp_path / "last.keras")
    for mine, theirs in zip(alone.weights, source.network.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize(
    ("backbone", "words"),
    [
        (MobileNetV2Config(alpha=0.5), "alpha=0.35; this one has alpha=0.5"),
        (
            ResNetConfig(),
            "kind 'mobilenet_v2'; this backbone is of kind 'resnet'",
        ),
    ],
)
def test_another_backbone_is_refused_with_the_difference(
    backbone, words, saved
):
    _, path = saved("deeplabv3")
    model = DeepLabV3PlusConfig(num_classes=3, backbone=backbone).build()
    before = model.get_weights()
    with pytest.raises(WeightsError, match=words):
        load(model, path)
    for now, then in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.fixture
def short_resnet(monkeypatch):
    """A ResNet-50 of a few narrow units, with a stride in every block."""
    monkeypatch.setitem(resnet.UNITS, 50, (2, 2, 2, 3))
    monkeypatch.setattr(resnet, "WIDTHS", (4, 8, 12, 16))


@pytest.mark.usefixtures("short_resnet")
def test_a_stride_in_another_place_is_another_backbone(tmp_path):
    backbone = ResNetConfig(output_stride=32, stride_placement="3x3")
    config = DeepLabV3Config(num_classes=3, backbone=backbone, head="cascade")
    config.build().save(tmp_path / "v15.keras")
    other = dataclasses.replace(
        config, backbone=ResNetConfig(output_stride=32, multi_grid=(1, 1, 1))
    )
    with pytest.raises(WeightsError, match="stride_placement='3x3'") as error:
        load(other.build(), tmp_path / "v15.keras")
    assert "--model.backbone.stride-placement 3x3" in str(error.value)


@pytest.mark.usefixtures("short_resnet")
@pytest.mark.parametrize("output_stride", [32, 16])
def test_a_backbone_alone_tells_the_place_of_its_strides(
    output_stride, tmp_path
):
    backbone = ResNetConfig(
        output_stride=output_stride, stride_placement="3x3"
    ).build()
    backbone.save(tmp_path / "v15.keras")
    own = ResNetConfig(output_stride=8, stride_placement="3x3")
    receipt = receipt_of(own.build(weights=tmp_path / "v15.keras"))
    assert receipt.fresh == ()
    with pytest.raises(WeightsError, match="stride_placement='3x3'"):
        ResNetConfig(output_stride=8).build(weights=tmp_path / "v15.keras")


def test_a_foreign_network_is_refused_in_one_line(tmp_path):
    foreign = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    foreign.save(tmp_path / "foreign.keras")
    with pytest.raises(WeightsError, match="of another network") as error:
        load(PLUS.build(), tmp_path / "foreign.keras")
    assert len(str(error.value)) < 400 and "\n" not in str(error.value)


def test_the_folder_of_a_run_stands_for_its_best_network(saved, tmp_path):
    model, path = saved("deeplabv3plus")
    (tmp_path / "recipe.json").write_text("{}")
    shutil.copy(path, tmp_path / "best.keras")
    filled = named(PLUS, STREET)
    load(filled, tmp_path)
    np.testing.assert_array_equal(filled(IMAGE), model(IMAGE))


def test_an_empty_word_is_no_word_for_fresh_weights():
    for nothing in ("", 3):
        with pytest.raises(WeightsError, match=f"Received: {nothing!r}"):
            PLUS.build(weights=nothing)


def test_a_damaged_file_is_refused_by_its_name(saved, tmp_path):
    _, path = saved("deeplabv3plus")
    half = tmp_path / "half.keras"
    half.write_bytes(path.read_bytes()[:900])
    with pytest.raises(WeightsError, match="half.keras: .*cut short"):
        load(PLUS.build(), half)


def test_weights_that_are_not_finite_are_refused(tmp_path):
    model = PLUS.build()
    kernel = model.get_layer("aspp").trainable_variables[0]
    kernel.assign(np.full(kernel.shape, np.nan))
    model.save(tmp_path / "spoiled.keras")
    with pytest.raises(WeightsError, match="spoiled.keras: .*not finite"):
        load(PLUS.build(), tmp_path / "spoiled.keras")
