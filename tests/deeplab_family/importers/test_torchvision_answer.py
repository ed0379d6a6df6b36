import numpy as np
import pytest
from safetensors.numpy import save_file

from deeplab_family.importers import torchvision_answer
from tests import torchvision_networks
from tests.torchvision_states import (
    deeplab_shapes,
    mobilenet_shapes,
    random_state,
)


def test_torchvision_answers_as_the_network_in_numpy(tmp_path):
    """Where torchvision is installed; it holds the tests' NumPy to it too."""
    pytest.importorskip("torchvision")
    shapes = deeplab_shapes(mobilenet_shapes("backbone."), 960, 21, 40)
    state = random_state(shapes)
    save_file(state, tmp_path / "state.safetensors")
    image = np.random.default_rng(0).integers(0, 256, (33, 49, 3), np.uint8)
    np.save(tmp_path / "image.npy", image)
    names = ("state.safetensors", "image.npy", "answer.npy")
    torchvision_answer.main(*(str(tmp_path / name) for name in names))
    expected = torchvision_networks.deeplabv3_mobilenet(state, image)
    answer = np.load(tmp_path / "answer.npy")
    scale = np.abs(expected).max()
    np.testing.assert_allclose(answer, expected, atol=1e-5 * scale)
