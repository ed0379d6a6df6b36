"""What lies at a path where a `.keras` file was expected."""

import zipfile
from pathlib import Path

H5_START = b"\x89HDF\r\n\x1a\n"
SAVE_AS = "save it with `model.save('model.keras')`"
# The first ending that fits is told.
KNOWN = {
    (".pt", ".pth", ".ckpt.pth", ".safetensors"): (
        "a checkpoint of PyTorch. Only Keras models can be loaded; build the "
        f"network in Keras, copy the weights over and {SAVE_AS}"
    ),
    (".ckpt", ".index", ".meta", ".data-00000-of-00001"): (
        "a TensorFlow checkpoint, which holds weights without the network. "
        f"Build the network in Keras, load them into it and {SAVE_AS}"
    ),
    (".weights.h5",): (
        "weights without the network. Build the network, call "
        f"`load_weights` and {SAVE_AS}"
    ),
    (".tflite", ".onnx", ".pb"): (
        "an exported file, from which there is no way back. Give the .keras "
        "file that it was made from"
    ),
}


def foreign_file(path: Path) -> str:
    """Say in a few words what it is instead, or "" when it may be a model.

    Args:
        path: what somebody gave as a Keras model.
    """
    if not path.exists():
        return "no such file"
    if path.is_dir():
        return "a folder, not a .keras file"
    for endings, words in KNOWN.items():
        if path.name.endswith(endings):
            return words
    return _not_keras(path) if path.suffix == ".keras" else ""


def _not_keras(path: Path) -> str:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
        if "config.json" in names:
            return ""
        return "a zip archive without a Keras model in it"
    with path.open("rb") as file:
        start = file.read(len(H5_START))
    if start == H5_START:
        return (
            "an HDF5 file under another name. If it holds a whole model, "
            f"rename it to .h5, load it in Keras and {SAVE_AS}"
        )
    if start.startswith(b"PK"):
        return "not a Keras model that can be loaded: it is cut short"
    return (
        "not a Keras model that can be loaded: it is no zip archive, as "
        ".keras files are"
    )
