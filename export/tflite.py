"""A Keras model as TFLite files: float32, float16 and full-integer int8."""

import shutil
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from deeplab_family.inference import KerasPredictor
from export.errors import ExportError
from export.run_worker import run_worker
from export.saved_model import write_archive
from export.signature import mobile_signature
from export.tflite_file import check_operations

KINDS = ("float32", "float16", "int8")


def export_tflite(
    model: keras.Model,
    directory: str | PathLike,
    image_size: tuple[int, int],
    *,
    kinds: Sequence[str] = KINDS,
    calibration: np.ndarray | None = None,
) -> dict[str, Path]:
    """Write `directory/model_<kind>.tflite` for each kind.

    Every file takes one uint8 RGB image `(1, *image_size, 3)` as it comes
    from a camera and answers with `class_map` (uint8) and `logits` (float32;
    int8 with scale and zero point in the int8 file). Batch 1 and a fixed size
    are what keeps atrous convolutions one operation each.

    Args:
        model: maps RGB `(batch, height, width, 3)`, 0 to 255, to logits.
        directory: an existing folder.
        image_size: (height, width) of the image that the files take.
        kinds: any of "float32", "float16", "int8".
        calibration: uint8 array `(n, *image_size, 3)` of real images, whose
            value ranges the int8 file adopts. Needed for "int8" only.

    Returns:
        kind -> file.

    Raises:
        ExportError: a conversion failed, needs more than builtin operations,
            or left operations that phones are slow at.
        ModelFileError: the model does not map RGB images to logits.
    """
    _check(model, image_size, kinds, calibration)
    directory = Path(directory)
    work = directory / ".convert"
    work.mkdir()
    try:
        _write_endpoints(model, work / "model", image_size)
        drafts = _convert(work, kinds, calibration)
        return {
            kind: draft.rename(directory / draft.name)
            for kind, draft in drafts.items()
        }
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _convert(work, kinds, calibration) -> dict[str, Path]:
    """Convert and check within the work folder; only good files leave it."""
    drafts = {kind: work / f"model_{kind}.tflite" for kind in kinds}
    images = None
    if "int8" in kinds:
        images = work / "images.npy"
        np.save(images, calibration)
    run_worker(work, work / "model", drafts, images)
    for kind, draft in drafts.items():
        check_operations(draft, integers_only=kind == "int8")
    return drafts


def _write_endpoints(model, path, image_size) -> None:
    shape = (1, *image_size, 3)
    write_archive(
        model,
        path,
        {
            "from_uint8": (
                mobile_signature,
                tf.TensorSpec(shape, tf.uint8, name="images"),
            ),
            # The converter itself turns this one's input to uint8; a cast
            # within the graph would leave a float tensor in the int8 file.
            "from_float": (
                mobile_signature,
                tf.TensorSpec(shape, tf.float32, name="images"),
            ),
        },
    )


def check_image_size(
    predictor: KerasPredictor, image_size: tuple[int, int]
) -> None:
    """Refuse a size that the model cannot take.

    Raises:
        ExportError: the model has a fixed size, and it is another.
    """
    fixed = predictor.input_size
    if fixed is not None and fixed != tuple(image_size):
        raise ExportError(
            f"the model takes only images of {fixed}. Received: "
            f"image_size={tuple(image_size)}"
        )


def _check(model, image_size, kinds, calibration) -> None:
    check_image_size(KerasPredictor(model), image_size)
    unknown = set(kinds) - set(KINDS)
    if unknown:
        raise ExportError(
            f"`kinds` may hold {', '.join(KINDS)}. Received: {sorted(unknown)}"
        )
    if "int8" not in kinds:
        return
    shape = np.shape(calibration)
    if len(shape) != 4 or shape[0] == 0 or shape[1:] != (*image_size, 3):
        raise ExportError(
            "int8 needs `calibration`, real images as a uint8 array (n, "
            f"{image_size[0]}, {image_size[1]}, 3). Received: {shape}"
        )
