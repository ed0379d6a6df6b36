import numpy as np
import pytest
from safetensors.numpy import save_file

from deeplab_family.importers import import_model
from deeplab_family.importers.torchvision_deeplabv3 import (
    TorchvisionDeepLabV3MobileNetV3,
    TorchvisionDeepLabV3ResNet,
)
from deeplab_family.weights import WeightsError, receipt_of
from deeplab_family.weights.translation import Translation
from input_pipeline.datasets.voc_classes import CLASS_NAMES
from tests import torchvision_networks
from tests.torchvision_states import (
    blank_state,
    deeplab_shapes,
    mobilenet_shapes,
    random_state,
    resnet_shapes,
)

RESNET = TorchvisionDeepLabV3ResNet()
MOBILENET = TorchvisionDeepLabV3MobileNetV3()


def resnet_state(depth=50, classes=21, auxiliary_width=1024):
    backbone = resnet_shapes(depth, "backbone.", classes=0)
    return deeplab_shapes(backbone, 2048, classes, auxiliary_width)


def mobilenet_state(classes=21, auxiliary_width=40):
    backbone = mobilenet_shapes("backbone.")
    return deeplab_shapes(backbone, 960, classes, auxiliary_width)


def check_logits(state, path, image, expected):
    """The imported file answers as the network in NumPy does."""
    save_file(state, path)
    model = import_model(path, "torchvision")
    logits = np.asarray(model(image[None]))[0]
    scale = np.abs(expected).max()
    np.testing.assert_allclose(logits, expected, atol=1e-5 * scale)
    receipt = receipt_of(model)
    assert receipt.fresh == ()
    assert all(
        name.startswith("aux_classifier.") or name.endswith("tracked")
        for name in receipt.skipped
    )
    return model


def test_resnet_equals_the_network_in_numpy(tmp_path):
    """Wide enough that the pyramid's outermost taps see the map."""
    state = random_state(resnet_state())
    image = np.random.default_rng(1).uniform(0, 255, (18, 305, 3))
    expected = torchvision_networks.deeplabv3_resnet(state, image, depth=50)
    model = check_logits(state, tmp_path / "x.safetensors", image, expected)
    assert model.class_names == CLASS_NAMES


def test_mobilenet_equals_the_network_in_numpy(tmp_path):
    state = random_state(mobilenet_state(classes=5, auxiliary_width=0))
    image = np.random.default_rng(1).uniform(0, 255, (34, 609, 3))
    expected = torchvision_networks.deeplabv3_mobilenet(state, image)
    model = check_logits(state, tmp_path / "x.safetensors", image, expected)
    assert model.class_names is None


@pytest.mark.parametrize("depth", [50, 101])
@pytest.mark.parametrize("classes, names", [(21, CLASS_NAMES), (4, None)])
def test_depth_and_classes_are_read_from_the_arrays(depth, classes, names):
    arrays = blank_state(resnet_state(depth, classes))
    assert RESNET.recognizes(arrays)
    config = RESNET.config(arrays)
    assert (config.backbone.depth, config.num_classes) == (depth, classes)
    assert RESNET.class_names(config, arrays) == names


@pytest.mark.parametrize(
    "source, shapes",
    [(RESNET, resnet_state(101)), (MOBILENET, mobilenet_state())],
)
def test_every_array_is_used_or_known_to_serve_training_alone(source, shapes):
    translation = Translation(blank_state(shapes))
    source.translate(source.config(translation.arrays), translation)
    assert all(map(source.leaves, translation.left))
    training = [name for name in translation.left if "aux" in name]
    assert training == [name for name in shapes if name.startswith("aux")]


FCN = {
    **resnet_shapes(50, "backbone.", classes=0),
    "classifier.0.weight": (512, 2048, 3, 3),
}
LRASPP = {
    **mobilenet_shapes("backbone."),
    "classifier.cbr.0.weight": (128, 960, 1, 1),
}
GROUPED = {"backbone.layer1.0.conv2.weight": (128, 4, 3, 3)}
HEADLESS = {k: v for k, v in resnet_state().items() if "ier.4" not in k}


@pytest.mark.parametrize(
    "source, state, reason",
    [
        (RESNET, FCN, "FCN and LR-ASPP"),
        (MOBILENET, LRASPP, "FCN and LR-ASPP"),
        (RESNET, resnet_state() | GROUPED, "grouped"),
        (RESNET, HEADLESS, "'classifier.4.weight' is missing"),
    ],
)
def test_networks_that_are_not_built_here_are_refused(source, state, reason):
    arrays = blank_state(state)
    assert source.recognizes(arrays)
    with pytest.raises(WeightsError, match=reason):
        source.config(arrays)
