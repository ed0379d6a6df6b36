"""TFLite export of a Keras model, from float32 to full-integer int8."""

from collections.abc import Sequence
from functools import partial
from os import PathLike
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from deeplab_family.inference import KerasPredictor
from deeplab_family.inference.picture_files import pictures_in_model
from export.class_checks import agreed_names
from export.errors import ExportError
from export.plain_signatures import (
    ANSWERS,
    SIGNATURE,
    mobile_signature,
)
from export.saved_model import write_archive
from export.tflite.graph_rewrites import rewrite_graph
from export.tflite.metadata import write_metadata
from export.tflite.nearest_upsampling import upsampling_by_resize
from export.tflite.run_conversion import run_worker
from export.tflite.tensor_names import clean_names
from export.tflite.tflite_file import check_operations
from export.tflite.variants import VARIANTS
from input_pipeline.draft_folder import draft_folder

DEFAULT_VARIANTS = tuple(
    name for name, variant in VARIANTS.items() if variant.by_default
)
INTEGERS_AGAIN = ("integer_argmax", "squares_as_products")


def export_tflite(
    model: keras.Model,
    directory: str | PathLike,
    image_size: tuple[int, int],
    *,
    variants: Sequence[str] = DEFAULT_VARIANTS,
    calibration: np.ndarray | None = None,
    answers: Sequence[str] = ANSWERS,
    class_names: Sequence[str] | None = None,
    faster: bool = True,
    seconds: dict[str, float] | None = None,
) -> dict[str, Path]:
    """Write `directory/model_<variant>.tflite` for each variant.

    Every file takes one uint8 RGB image `(1, *image_size, 3)` as it comes
    from a camera, or float32 `(1, *image_size, channels)` of a network for
    other images (the int8 file 256 levels of them), and answers with
    `class_map` (uint8) and `logits` (float32; int8 with scale and zero point
    in the int8 file). Batch 1 and a fixed size
    are what keeps atrous convolutions one operation each. "flexible" takes
    any height and width; "mediapipe" answers with `logits` alone, as
    MediaPipe's ImageSegmenter wants it.

    Args:
        model: maps RGB `(batch, height, width, 3)`, 0 to 255, to logits.
        directory: an existing folder.
        image_size: (height, width) of the image that the files take.
        variants: any keys of `mobile.variants.VARIANTS`.
        calibration: uint8 array `(n, *image_size, 3)` of real images, whose
            value ranges "int8" and "int16x8" adopt; the others need none.
        answers: "class_map", "logits" or both.
        class_names: one for each class, written into the files' metadata;
            by default those that the model holds.
        faster: rewrite the graphs, without changing their answers; False
            leaves them as the converter made them, as a quantizer wants them.
        seconds: filled with how long the conversion of each variant took.

    Returns:
        variant -> file.

    Raises:
        ExportError: a conversion failed, needs more than builtin operations,
            or left operations that phones are slow at.
        ModelFileError: the model does not map RGB images to logits.
    """
    _check(model, image_size, variants, calibration, answers)
    class_names = agreed_names(model, class_names)
    directory = Path(directory)
    with draft_folder(directory / "tflite") as work:
        _write_endpoints(model, work, image_size, variants, answers)
        drafts, spent = _convert(work, variants, calibration)
        for variant, draft in drafts.items():
            clean_names(draft)
            if faster:
                rewrite_graph(draft, VARIANTS[variant].changes)
            write_metadata(draft, class_names, pictures_in_model(model))
        if seconds is not None:
            seconds.update(spent)
        return {
            variant: draft.rename(directory / draft.name)
            for variant, draft in drafts.items()
        }


def _convert(work, variants, calibration):
    """Convert and check within the work folder; only good files leave it.

    Returns:
        variant -> file, and variant -> seconds that its conversion took.
    """
    images = None
    if any(VARIANTS[variant].calibrated for variant in variants):
        images = work / "images.npy"
        np.save(images, calibration)
    jobs = [
        {
            "name": f"model_{variant}",
            "saved_model": str(work / VARIANTS[variant].endpoint),
            "numbers": VARIANTS[variant].numbers,
        }
        for variant in variants
    ]
    spent = run_worker(work, jobs, images)
    drafts = {variant: work / f"model_{variant}.tflite" for variant in variants}
    for variant, draft in drafts.items():
        if VARIANTS[variant].integers_only:
            rewrite_graph(draft, INTEGERS_AGAIN)
        check_operations(
            draft,
            integers_only=VARIANTS[variant].integers_only,
            any_size=VARIANTS[variant].any_size,
        )
    return drafts, {variant: spent[f"model_{variant}"] for variant in variants}


def _write_endpoints(model, work, image_size, variants, answers) -> None:
    """One SavedModel for each form that the variants are converted from.

    Two forms in one SavedModel would number each other's functions, and a
    file would depend on what else is exported.
    """
    pictures = pictures_in_model(model)
    fixed = (1, *image_size, pictures.channels)
    free = (1, None, None, pictures.channels)
    forms = {
        "from_uint8": (fixed, pictures.dtype),
        "from_float": (fixed, "float32"),
        "any_size": (free, pictures.dtype),
        "logits": (fixed, pictures.dtype),
    }
    for name in dict.fromkeys(
        VARIANTS[variant].endpoint for variant in variants
    ):
        (given,) = {
            VARIANTS[k].answers
            for k in variants
            if VARIANTS[k].endpoint == name
        }
        shape, dtype = forms[name]
        signature = partial(mobile_signature, answers=given or tuple(answers))
        images = tf.TensorSpec(shape, dtype, name="images")
        with upsampling_by_resize(model):
            write_archive(model, work / name, {SIGNATURE: (signature, images)})


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


def _check(model, image_size, variants, calibration, answers) -> None:
    predictor = KerasPredictor(model)
    check_image_size(predictor, image_size)
    _check_some_of("variants", variants, tuple(VARIANTS))
    _check_some_of("answers", answers, ANSWERS)
    free = [variant for variant in variants if VARIANTS[variant].any_size]
    if free and predictor.input_size is not None:
        raise ExportError(
            f"the model takes only images of {predictor.input_size}, so there "
            f"is no {free[0]} file of it. Build it with `(None, None, 3)`"
        )
    calibrated = [
        variant for variant in variants if VARIANTS[variant].calibrated
    ]
    shape = np.shape(calibration)
    pictures = predictor.pictures
    wanted = (*image_size, pictures.channels)
    if calibrated and (len(shape) != 4 or shape[0] == 0 or shape[1:] != wanted):
        raise ExportError(
            f"{' and '.join(calibrated)} needs `calibration`, real images as "
            f"a {pictures.dtype} array (n, {', '.join(map(str, wanted))}). "
            f"Received: {shape}"
        )


def _check_some_of(argument, names, allowed) -> None:
    unknown = set(names) - set(allowed)
    if unknown or not names:
        raise ExportError(
            f"`{argument}` may hold {', '.join(allowed)}. "
            f"Received: {sorted(unknown) or 'none'}"
        )
