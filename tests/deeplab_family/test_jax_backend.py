"""The networks on another backend: files written by TensorFlow, run by JAX."""

import importlib.util
import os
import subprocess
import sys

import numpy as np
import pytest

from tests.build_blank import build_blank
from tests.randomize import randomize
from tests.small_networks import NETWORKS

IMAGES = np.random.default_rng(0).uniform(0, 255, (1, 65, 81, 3))

# JAX compiles each shape of random weights that the file then replaces; zeros
# save nine tenths of the time.
CHILD = """
import pathlib, sys
import deeplab_family.models
import tests.small_backbone
import keras
import numpy as np
from keras import initializers

def zeros(self, shape, dtype=None):
    return np.zeros(shape, dtype)

initializers.VarianceScaling.__call__ = zeros
initializers.TruncatedNormal.__call__ = zeros
assert keras.backend.backend() == "jax"
assert "tensorflow" not in sys.modules
folder = pathlib.Path(sys.argv[1])
images = np.load(folder / "images.npy")
for path in sorted(folder.glob("*.keras")):
    model = keras.saving.load_model(path)
    np.save(path.with_suffix(".jax.npy"), model(images))
assert "tensorflow" not in sys.modules
"""

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("jax") is None,
    reason="jax is not installed; it is one of the dev extras",
)


# One of each head; the variants are slow.
COMMON = ("cascade", "deeplabv3", "gcn", "hdc", "gald", "pspnet", "vortex")


@pytest.fixture(scope="module")
def folder(request, tmp_path_factory):
    """The networks to test, their logits on TensorFlow, and those on JAX."""
    folder = tmp_path_factory.mktemp("networks")
    np.save(folder / "images.npy", IMAGES.astype("float32"))
    ours = [i for i in request.session.items if i.path == request.path]
    for name in {item.callspec.params["name"] for item in ours}:
        model = randomize(build_blank(NETWORKS[name]))
        model.save(folder / f"{name}.keras")
        logits = model(IMAGES.astype("float32"))
        np.save(folder / f"{name}.tensorflow.npy", logits)
    environment = {
        "KERAS_BACKEND": "jax",
        "JAX_PLATFORMS": "cpu",
        # Each operation runs once: to compile it well takes longer.
        "XLA_FLAGS": "--xla_backend_optimization_level=0",
    }
    subprocess.run(
        [sys.executable, "-c", CHILD, str(folder)],
        check=True,
        env={**os.environ, **environment},
    )
    return folder


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name in COMMON else pytest.mark.slow)
        for name in NETWORKS
    ],
)
def test_jax_gives_the_logits_of_tensorflow(folder, name):
    expected = np.load(folder / f"{name}.tensorflow.npy")
    logits = np.load(folder / f"{name}.jax.npy")
    scale = np.abs(expected).max()
    np.testing.assert_allclose(logits / scale, expected / scale, atol=1e-4)
