import numpy as np
import pytest
from safetensors.numpy import save_file

from deeplab_family.importers import import_model
from deeplab_family.weights import WeightsError
from tests.torchvision_states import (
    deeplab_shapes,
    mobilenet_shapes,
    random_state,
)


@pytest.fixture(scope="module")
def state():
    """`deeplabv3_mobilenet_v3_large`, the smallest whole network."""
    return random_state(deeplab_shapes(mobilenet_shapes("backbone."), 960, 3))


def saved(state, path):
    save_file(state, path)
    return path


def test_a_part_that_ours_has_not_is_refused_by_name(state, tmp_path):
    more = {**state, "backbone.7.attention.weight": np.zeros((3, 3))}
    path = saved(more, tmp_path / "more.safetensors")
    with pytest.raises(WeightsError) as raised:
        import_model(path)
    message = str(raised.value)
    assert message.startswith(f"{path}: torchvision DeepLabv3 on MobileNetV3")
    assert "backbone.7.attention.weight" in message
    assert "num_batches_tracked" not in message


def test_another_width_is_refused_with_both_shapes(state, tmp_path):
    name = "backbone.5.block.0.0.weight"
    changed = {**state, name: np.zeros((96, 40, 1, 1), np.float32)}
    path = saved(changed, tmp_path / "narrow.safetensors")
    with pytest.raises(WeightsError, match=r"\(1, 1, 40, 120\).*40, 96\)"):
        import_model(path)


def test_a_run_that_diverged_is_refused(state, tmp_path):
    name = "classifier.4.bias"
    changed = {**state, name: np.full((3,), np.nan, np.float32)}
    path = saved(changed, tmp_path / "nan.safetensors")
    with pytest.raises(WeightsError, match="head/conv/bias.*not finite"):
        import_model(path)


def test_a_file_of_nobody_is_refused_with_what_it_holds(tmp_path):
    other = {"encoder.embed.weight": np.zeros((2, 2), np.float32)}
    path = saved(other, tmp_path / "other.safetensors")
    with pytest.raises(WeightsError) as raised:
        import_model(path)
    assert "encoder.embed.weight" in str(raised.value)
    assert "torchvision ResNet" in str(raised.value)


def test_a_file_of_another_project_is_told_its_own(state, tmp_path):
    path = saved(state, tmp_path / "mobile.safetensors")
    with pytest.raises(WeightsError, match="Say torchvision or auto"):
        import_model(path, "efficientnet-pytorch")


def test_a_mistyped_project_is_told_the_near_one(tmp_path):
    with pytest.raises(ValueError, match="perhaps you meant 'torchvision'"):
        import_model(tmp_path / "any.pth", "torchvison")
