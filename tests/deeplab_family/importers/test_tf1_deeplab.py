"""DeepLab of TensorFlow 1: whole networks equal their definition."""

import numpy as np
import pytest

from deeplab_family.importers.tf1_deeplab import Tf1DeepLab
from deeplab_family.weights import WeightsError
from deeplab_family.weights.fill import fill
from deeplab_family.weights.translation import Translation
from input_pipeline.datasets.cityscapes import CLASSES
from input_pipeline.datasets.voc_classes import CLASS_NAMES
from tests.tf1_deeplab import deeplab

IMAGES = np.random.default_rng(0).uniform(0, 255, (1, 65, 81, 3)).astype("f4")
SOURCE = Tf1DeepLab()


def imported(arrays):
    """The network, and names of the file that it does not explain."""
    assert SOURCE.recognizes(arrays)
    config = SOURCE.config(arrays)
    model = config.build()
    translation = Translation(arrays)
    SOURCE.translate(config, translation)
    _, fresh = fill(model, translation.values)
    assert fresh == ()
    return model, [name for name in translation.left if not SOURCE.leaves(name)]


def assert_equal_logits(output, expected):
    scale = np.abs(expected).max()
    np.testing.assert_allclose(output, expected, atol=1e-4 * scale)


@pytest.mark.parametrize(
    "network",
    [
        {},
        {"image_pooling": False},
        {"atrous": "plain"},
        {"atrous": "separable"},
        {"pyramid": False},
        {"backbone": "root", "atrous": "plain", "decoder": "plain"},
        {"backbone": "beta", "atrous": "separable", "decoder": "separable"},
    ],
    ids=str,
)
def test_equals_the_network_in_plain_operations(network):
    arrays = {}
    expected = np.asarray(deeplab(IMAGES, arrays, **network))
    arrays["beta1_power"] = np.float32(0.9)
    model, unexplained = imported(arrays)
    assert unexplained == []
    assert_equal_logits(np.asarray(model(IMAGES)), expected)


def test_equals_it_at_output_stride_8_too():
    arrays = {}
    network = {"atrous": "separable", "output_stride": 8}
    expected = np.asarray(deeplab(IMAGES, arrays, **network))
    model, _ = imported(arrays)
    output = np.asarray(model.with_output_stride(8)(IMAGES))
    assert_equal_logits(output, expected)


def test_a_dead_channel_keeps_its_epsilon():
    arrays = {}
    deeplab(IMAGES, arrays)
    variance = arrays["image_pooling/BatchNorm/moving_variance"]
    variance[:8] = 0
    expected = np.asarray(deeplab(IMAGES, arrays))
    assert_equal_logits(np.asarray(imported(arrays)[0](IMAGES)), expected)


@pytest.fixture(scope="module")
def backbones():
    """Arrays of each backbone, by its name in `deeplab`."""
    backbones = {"mobilenet_v2": {}, "beta": {}}
    for backbone, arrays in backbones.items():
        deeplab(IMAGES, arrays, backbone)
    return backbones


@pytest.fixture
def release(backbones):
    """Arrays of a network like the release on MobileNetV2."""
    return dict(backbones["mobilenet_v2"])


@pytest.mark.parametrize(
    ("classes", "names"),
    [
        (21, CLASS_NAMES),
        (19, tuple(name for name, _ in CLASSES.values())),
        (7, None),
    ],
)
def test_names_the_classes_of_the_releases(release, classes, names):
    release["logits/semantic/weights"] = np.zeros((1, 1, 256, classes))
    config = SOURCE.config(release)
    assert config.num_classes == classes
    assert SOURCE.class_names(config, release) == names


def test_notes_what_no_checkpoint_holds(release, backbones):
    (note,) = SOURCE.notes(SOURCE.config(release), release)
    assert note.endswith("in the releases: output stride 16")
    atrous = {f"aspp{n}/weights": np.zeros((3, 3, 2048, 16)) for n in (1, 2, 3)}
    arrays = {**backbones["beta"], **atrous}
    (note,) = SOURCE.notes(SOURCE.config(arrays), arrays)
    assert note.endswith(
        "output stride 16, atrous rates (6, 12, 18), multi-grid (1, 1, 1)"
    )


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (
            ["xception_65/entry_flow/conv1_1/weights"],
            "its backbone is Xception",
        ),
        (["MobilenetV3/Conv/weights"], "backbone is MobileNetV3"),
        (["aspp1/weights"], "1 atrous branches, whose rates are not in"),
        (["decoder/feature_projection0/weights"], "decoder on MobileNetV2"),
    ],
)
def test_refuses_what_ours_would_compute_otherwise(release, names, reason):
    more = {name: np.zeros((1, 1, 1, 1)) for name in names}
    with pytest.raises(WeightsError, match=reason):
        SOURCE.config({**release, **more})


def test_refuses_the_thin_network_by_its_rounding(release):
    release["MobilenetV2/Conv/weights"] = np.zeros((3, 3, 3, 16))
    thin = np.zeros((1, 1, 48, 12))
    release["MobilenetV2/expanded_conv_1/project/weights"] = thin
    with pytest.raises(WeightsError, match="width multiplier 0.5"):
        SOURCE.config(release)


@pytest.mark.parametrize("value", [None, np.float32(1), np.zeros((0, 3))])
@pytest.mark.parametrize(
    "name",
    [
        "MobilenetV2/Conv/weights",
        "MobilenetV2/expanded_conv_1/project/weights",
        "MobilenetV2/expanded_conv_9/depthwise/depthwise_weights",
        "MobilenetV2/expanded_conv_9/depthwise/BatchNorm/moving_variance",
        "image_pooling/BatchNorm/gamma",
        "aspp0/weights",
        "concat_projection/weights",
        "logits/semantic/weights",
        "logits/semantic/biases",
    ],
)
def test_refuses_a_damaged_array(release, name, value):
    release.pop(name)
    if value is not None:
        release[name] = np.asarray(value)
    with pytest.raises(WeightsError):
        if SOURCE.recognizes(release):
            imported(release)
        else:
            raise WeightsError("recognized by nobody")


def test_knows_a_backbone_that_it_refuses_by_its_names_alone():
    name = "xception_65/middle_flow/block1/unit_1/xception_module/shortcut"
    assert SOURCE.recognizes({f"{name}/weights": np.zeros(1)})
    assert not SOURCE.recognizes({"MobilenetV2/Conv/weights": np.zeros(1)})
