"""TensorFlow 1 checkpoints: a folder, the `.index` file, or the prefix of both.

Variables have the names of their scopes: "MobilenetV2/Conv/weights".
"""

import re
from pathlib import Path

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.named_arrays import NamedArrays
from deeplab_family.weights.files.tensor_bundle import (
    BundleEntry,
    TensorBundle,
)

INDEX = ".index"
ENDING = re.compile(r"\.(index|meta|data-\d{5}-of-\d{5})$")
STEP = "global_step"
SLOTS = ("Momentum", "Adam", "Adam_1", "RMSProp", "RMSProp_1")
"""Last parts of names under which optimizers keep their state."""

KERAS_HUB = "model.weights.h5"
OBJECTS = "_CHECKPOINTABLE_OBJECT_GRAPH"
"""In every checkpoint of TensorFlow 2's objects."""


def checkpoint_prefix(path: Path) -> Path | None:
    """The prefix of the checkpoint that a path means, or None if of none.

    Args:
        path: a folder, a prefix, or one of a checkpoint's files.

    Raises:
        WeightsError: if it is a folder that holds no checkpoint, or two.
    """
    if path.is_dir():
        return _prefix_in(path)
    for prefix in (path, path.with_name(ENDING.sub("", path.name))):
        if Path(f"{prefix}{INDEX}").is_file():
            return prefix
    return None


def checkpoint_files(prefix: Path) -> list[Path]:
    """The files that a checkpoint's variables are in, sorted by name."""
    bundle = TensorBundle(prefix)
    shards = {entry.shard for entry in bundle.entries.values()}
    return [
        *(bundle.shard_path(shard) for shard in sorted(shards)),
        Path(f"{prefix}{INDEX}"),
    ]


def read_tf_checkpoint(prefix: Path) -> NamedArrays:
    """The variables of a checkpoint by their names.

    The step, optimizers' slots and texts are left out and named in `skipped`.
    Moving averages of variables are not: a network may be meant to run on
    them.

    Raises:
        WeightsError: if it is damaged, or of TensorFlow 2's objects; the
            message says what, `read_arrays` adds the path.
    """
    bundle = TensorBundle(prefix)
    if OBJECTS in bundle.entries:
        raise WeightsError(
            "it is a checkpoint of TensorFlow 2, which holds objects, not "
            "names. Load it into its network and save that in another format"
        )
    kept = [e for e in bundle.entries.values() if not _is_state(e)]
    _refuse_multiples(bundle, kept)
    return NamedArrays(
        {entry.name: bundle.read(entry) for entry in kept},
        file_format="TensorFlow 1 checkpoint",
        skipped=tuple(e.name for e in bundle.entries.values() if _is_state(e)),
    )


def _prefix_in(folder: Path) -> Path:
    found = sorted(folder.glob(f"*{INDEX}"))
    if len(found) == 1:
        return found[0].with_name(found[0].name.removesuffix(INDEX))
    if found:
        raise WeightsError(
            f"the folder holds {len(found)} checkpoints. Give one of them: "
            f"{', '.join(path.name for path in found[:5])}"
        )
    if (folder / KERAS_HUB).is_file():
        raise WeightsError(
            f"it is a preset of KerasHub, whose {KERAS_HUB} has numbers for "
            "names: it is not read. Give the file that it was made from, of "
            "keras.applications, torchvision or timm"
        )
    raise WeightsError(
        "the folder holds no TensorFlow checkpoint, a file that ends in "
        f"{INDEX}. Give the file of weights itself, or the right folder"
    )


def _is_state(entry: BundleEntry) -> bool:
    last = entry.name.rpartition("/")[2]
    return entry.name == STEP or last in SLOTS or not entry.dtype


def _refuse_multiples(bundle: TensorBundle, entries: list[BundleEntry]):
    shards = {bundle.shard_path(entry.shard) for entry in entries}
    there = sum(path.stat().st_size for path in shards if path.is_file())
    if sum(entry.size for entry in entries) > there:
        raise WeightsError(
            "its variables say that they have more bytes than its files: it is "
            "cut short or damaged. Fetch it again"
        )
