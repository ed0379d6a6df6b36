import numpy as np
import pytest
from safetensors.numpy import save_file

from deeplab_family.backbones import ResNetConfig
from deeplab_family.weights import WeightsError, receipt_of
from deeplab_family.weights.sources.torchvision_resnet import (
    TorchvisionResNet,
)
from deeplab_family.weights.translation import Translation
from tests import torchvision_networks
from tests.torchvision_states import (
    blank_state,
    random_state,
    resnet_shapes,
)

V15 = {"stride_placement": "3x3"}
DILATED = {**V15, "first_unit_previous_rate": True}
SOURCE = TorchvisionResNet()


@pytest.fixture(scope="module")
def state():
    return random_state(resnet_shapes(50))


@pytest.fixture(scope="module")
def file(state, tmp_path_factory):
    path = tmp_path_factory.mktemp("torchvision") / "resnet50.safetensors"
    save_file(state, path)
    return path


@pytest.fixture(scope="module")
def model(file):
    config = ResNetConfig(output_stride=32, multi_grid=(1, 1, 1), **V15)
    return config.build(weights=file)


@pytest.mark.parametrize("size", [(64, 97), (97, 64)])
def test_equals_the_network_in_numpy_at_odd_and_even_sizes(state, model, size):
    image = np.random.default_rng(1).uniform(0, 255, (*size, 3))
    expected = torchvision_networks.resnet(state, image, depth=50)
    output = np.asarray(model(image[None])["res5"])[0]
    scale = np.abs(expected).max()
    np.testing.assert_allclose(output, expected, atol=1e-5 * scale)


def test_the_receipt_names_what_was_left(model):
    receipt = receipt_of(model)
    assert receipt.fresh == ()
    left = {n for n in receipt.skipped if not n.endswith("tracked")}
    assert left == {"fc.weight", "fc.bias"}


@pytest.mark.parametrize("depth", [50, 101, 152])
def test_takes_all_but_the_last_layer_and_what_training_counts(depth):
    translation = Translation(blank_state(resnet_shapes(depth)))
    config = ResNetConfig(depth=depth, output_stride=32, **V15)
    assert SOURCE.recognizes(translation.arrays)
    assert SOURCE.refusal(config, translation.arrays) == ""
    SOURCE.translate(config, translation)
    left = {n for n in translation.left if not n.endswith("tracked")}
    assert left == {"fc.weight", "fc.bias"}


@pytest.mark.parametrize(
    "config, needed, flag",
    [
        (
            ResNetConfig(output_stride=32),
            "stride_placement='3x3'",
            "--model.backbone.stride-placement 3x3",
        ),
        (
            ResNetConfig(output_stride=8, **V15),
            "first_unit_previous_rate=True, output_stride=8",
            "--model.backbone.first-unit-previous-rate",
        ),
        (ResNetConfig(stem="beta", **DILATED), "stem='root'", "root"),
        (ResNetConfig(depth=101, **DILATED), "depth=50", "depth 50"),
    ],
)
def test_a_backbone_of_another_function_is_told_which_fits(
    config, needed, flag
):
    reason = SOURCE.refusal(config, blank_state(resnet_shapes(50)))
    call = reason.partition("They belong to ")[2].partition("; on")[0]
    assert needed in call and flag in reason
    fitting = eval(call, {"ResNetConfig": ResNetConfig})
    assert SOURCE.refusal(fitting, blank_state(resnet_shapes(50))) == ""


@pytest.mark.parametrize(
    "config",
    [
        ResNetConfig(**DILATED),
        ResNetConfig(output_stride=8, hybrid_dilation="bigger", **V15),
        ResNetConfig(output_stride=64, extra_blocks=1, **V15),
    ],
)
def test_rates_that_keep_the_weights_meaning_are_taken(config):
    assert SOURCE.refusal(config, blank_state(resnet_shapes(50))) == ""


@pytest.mark.parametrize(
    "changed, reason",
    [
        ({"layer1.0.se.fc1.weight": (16, 256, 1, 1)}, "layer1.0.se.fc1"),
        ({"layer1.0.conv2.weight": (128, 4, 3, 3)}, "grouped"),
        ({"layer1.0.conv2.weight": (128, 128, 3, 3)}, "wide"),
        ({"layer3.6.conv1.weight": (256, 1024, 1, 1)}, "numbers of units"),
    ],
)
def test_relatives_that_compute_something_else_are_refused(changed, reason):
    arrays = blank_state(resnet_shapes(50) | changed)
    config = ResNetConfig(output_stride=32, **V15)
    assert reason in SOURCE.refusal(config, arrays)


def test_resnet18_is_refused_by_its_units():
    names = resnet_shapes(50)
    arrays = blank_state({k: v for k, v in names.items() if "conv3" not in k})
    assert "ResNet-18 and 34" in SOURCE.refusal(ResNetConfig(), arrays)


def test_a_file_without_an_array_is_refused_by_its_name(state, tmp_path):
    path = tmp_path / "cut.safetensors"
    lacking = "layer4.2.bn3.running_var"
    save_file({k: v for k, v in state.items() if k != lacking}, path)
    with pytest.raises(WeightsError, match=f"cut.safetensors.*{lacking}"):
        ResNetConfig(output_stride=32, **V15).build(weights=path)


def test_published_files_are_those_of_torchvision_for_its_strides_only():
    """Names from `torchvision/models/resnet.py`, IMAGENET1K_V1."""
    urls = {
        depth: SOURCE.published(ResNetConfig(depth=depth, **V15)).url
        for depth in (50, 101, 152)
    }
    base = "https://download.pytorch.org/models/"
    assert urls == {
        50: f"{base}resnet50-0676ba61.pth",
        101: f"{base}resnet101-63fe2227.pth",
        152: f"{base}resnet152-394f9c45.pth",
    }
    assert SOURCE.published(ResNetConfig(**V15)).sha256 == "0676ba61"
    assert SOURCE.published(ResNetConfig()) is None
