"""Models of keras.applications as arrays, and pictures to tell colors by."""

import h5py
import numpy as np

from tests.randomize import randomize

VARIANCE = 1e-6


def randomized(model, epsilon):
    """Random weights whose variances are as small as an epsilon.

    The signal keeps its size; another epsilon changes it by more than rounding.
    """
    randomize(model)
    for weight in model.weights:
        if weight.name.endswith("variance"):
            weight.assign(weight * VARIANCE)
        elif weight.name.endswith("gamma"):
            weight.assign(weight * (VARIANCE + epsilon) ** 0.5)
    return model


def arrays_of(model):
    """Weights by the names of a legacy HDF5 file: layer, then weight."""
    return {
        f"{layer.name}/{weight.name}": np.asarray(weight)
        for layer in model.layers
        for weight in layer.weights
    }


def photograph(height, width):
    """A warm picture, smooth and grained: its channels differ in mean.

    Returns:
        `(1, height, width, 3)` float32, RGB in 0..255.
    """
    grain = np.random.default_rng(0).normal(0, 12, (1, height, width, 3))
    rows = np.linspace(0, 1, height)[:, None, None]
    columns = np.linspace(0, 1, width)[None, :, None]
    color = np.array([210.0, 120.0, 40.0])
    waves = 1 + 0.5 * np.sin(9 * rows + 5 * columns * np.array([1, 2, 3]))
    return np.clip(color * waves * (0.4 + 0.6 * rows) + grain, 0, 255).astype(
        np.float32
    )


def write_h5(path, arrays):
    """A legacy HDF5 file as the published ones are, written by hand.

    Args:
        path: of the file; its folder is made.
        arrays: by "layer/weight", in the order of the layers.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    weights = {}
    for name in arrays:
        layer, _, weight = name.rpartition("/")
        weights.setdefault(layer, []).append(f"{layer}/{weight}:0")
    with h5py.File(path, "w") as file:
        file.attrs["layer_names"] = np.bytes_(list(weights))
        file.attrs["backend"] = b"tensorflow"
        file.attrs["keras_version"] = b"2.4.0"
        for layer, names in weights.items():
            group = file.require_group(layer)
            group.attrs["weight_names"] = np.bytes_(names)
            for name in names:
                group[name] = arrays[name.removesuffix(":0")]
