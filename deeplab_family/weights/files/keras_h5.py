"""HDF5 weights of Keras 2, as keras.applications publishes them.

There is a group for each layer, which has the attribute `weight_names`, and
in it the layer's arrays. A whole model's `.h5` file has the same in its group
`model_weights`. Keras loads arrays by their order; here they keep their names.

HDF5 can point at other files, and declare arrays that it does not hold. Only
arrays that lie in this file, as plain as Keras writes them, are read. The texts
of attributes are not: a small file can make them as large as it likes.

Source: keras `src/legacy/saving/legacy_h5_format.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import h5py
import numpy as np

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.named_arrays import NamedArrays

WHOLE_MODEL = "model_weights"
LAYERS = "layer_names"
WEIGHTS = "weight_names"
NO_LAYERS = ("top_level_model_weights", "optimizer_weights")
"""Groups beside those of layers."""

AGAIN = "Fetch it again, or save the model again"


def read_keras_h5(path: Path) -> NamedArrays:
    """The arrays of a Keras 2 file as "layer/weight", in alphabetical order.

    Names such as "conv1_conv/conv1_conv/kernel:0" become "conv1_conv/kernel":
    ":0" goes, the layer's name stands once, and nothing before it. A model
    within the model is a layer: "resnet/conv1_conv/kernel".

    Raises:
        WeightsError: if it is damaged, of Keras 3, or points at other files;
            the message says what, `read_arrays` adds the path.
    """
    try:
        with h5py.File(path) as file:
            return _Reader(file, path.stat().st_size).read()
    except WeightsError:
        raise
    except Exception as error:
        # A file can hold anything, so anything can be raised.
        raise WeightsError(
            f"its HDF5 is damaged or cut short ({str(error)[:99]}). {AGAIN}"
        ) from error


class _Reader:
    """One file, and how many bytes its arrays may still declare."""

    def __init__(self, file: h5py.File, size: int):
        self.file = file
        self.left = size
        self.seen: set[int] = set()

    def read(self) -> NamedArrays:
        root: h5py.Group = self.file
        if not _has(root, LAYERS) and WHOLE_MODEL in root:
            root = _member(root, WHOLE_MODEL)
        if not _has(root, LAYERS):
            raise WeightsError(_foreign(root))
        arrays: dict[str, np.ndarray] = {}
        for name, dataset in self._arrays(root, "", ""):
            if name in arrays:
                raise WeightsError(f"it names {name[:60]!r} twice. {AGAIN}")
            arrays[name] = self._array(dataset, name)
        skipped = [n for n in NO_LAYERS if n in self.file or n in root]
        return NamedArrays(
            arrays, file_format="HDF5 (Keras 2)", skipped=tuple(skipped)
        )

    def _arrays(
        self, group: h5py.Group, path: str, layer: str
    ) -> Iterator[tuple[str, h5py.Dataset]]:
        """Arrays below a group, by "layer/weight"."""
        address = h5py.h5o.get_info(group.id).addr
        if address in self.seen:
            raise WeightsError(
                f"its group {path[:60]!r} has two names or holds itself. "
                f"{AGAIN}"
            )
        self.seen.add(address)
        # A layer may be named "Conv/BatchNorm", and so lie within another.
        layer = path if _has(group, WEIGHTS) else layer
        for part in group:
            if not path and part in NO_LAYERS:
                continue
            item = _member(group, part)
            where = f"{path}/{part}" if path else part
            if isinstance(item, h5py.Group):
                yield from self._arrays(item, where, layer)
            else:
                yield _name(layer, where.removeprefix(f"{layer}/")), item

    def _array(self, dataset: h5py.Dataset, name: str) -> np.ndarray:
        if problem := _problem(dataset):
            raise WeightsError(f"{name[:60]!r} {problem}")
        self.left -= dataset.nbytes
        if self.left < 0:
            raise WeightsError(
                "its arrays say that they have more bytes than the file: it "
                f"is damaged or tampered with. {AGAIN}"
            )
        return np.asarray(dataset[()], dataset.dtype.newbyteorder("="))


def _problem(dataset: h5py.Dataset) -> str:
    """Why an array is not read, or ""."""
    if not isinstance(dataset, h5py.Dataset) or dataset.shape is None:
        return f"is no array. {AGAIN}"
    if dataset.dtype.kind not in "fiub" or dataset.dtype.itemsize > 8:
        return f"is of the type {str(dataset.dtype)[:40]}, not of numbers"
    how = dataset.id.get_create_plist()
    if how.get_external_count():
        return (
            "lies in another file, which is not opened: the file may be made "
            "to read what is not yours. Take the original"
        )
    if how.get_layout() not in (h5py.h5d.CONTIGUOUS, h5py.h5d.COMPACT):
        return (
            "is compressed, cut into chunks or put together from other files, "
            "which Keras does not do: save it plainly with `model.save`"
        )
    return ""


def _member(group: h5py.Group, name: str):
    """What has that name in a group, if it lies there itself."""
    if not isinstance(group.get(name, getlink=True), h5py.HardLink):
        raise WeightsError(
            f"{name[:60]!r} in it is a link to elsewhere, which is not "
            "followed: the file may be made to read what is not yours. Take "
            "the original"
        )
    return group[name]


def _has(group: h5py.Group, attribute: str) -> bool:
    # Beyond 64 kB Keras cuts the list: layer_names0, layer_names1, ...
    return attribute in group.attrs or f"{attribute}0" in group.attrs


def _name(layer: str, weight: str) -> str:
    name = weight.removesuffix(":0")
    # A model's own name may stand before the layer's.
    _, found, rest = f"/{name}".partition(f"/{layer}/")
    name = rest if found else name
    while name.startswith(f"{layer}/"):
        name = name.removeprefix(f"{layer}/")
    return f"{layer}/{name}"


def _foreign(group: h5py.Group) -> str:
    if "layers" in group or "_layer_checkpoint_dependencies" in group:
        return (
            "it is a weights file of Keras 3, whose arrays have numbers for "
            "names. Build its network, call `load_weights`, and save it with "
            "`model.save('weights.h5')`. Of a preset of KerasHub give the file "
            "that it was made from, of keras.applications, torchvision or timm"
        )
    return (
        "it is an HDF5 file, but not of Keras: the attribute "
        f"`{LAYERS}` is missing"
    )
