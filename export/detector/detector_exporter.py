"""Detector export: a SavedModel and a TFLite file, each proven equal to Keras.

What lands in the folder: `saved_model/1/` with `serving_default` and
`image_bytes`, `model_float32.tflite` for one image of a fixed size,
`classes.json`, `model_card.md`, and `export_report.json`, which tells how far
the answers of both are from those of Keras.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from os import PathLike
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from deeplab_family.inference.classes_file import (
    CLASSES,
    write_classes_file,
)
from deeplab_family.inference.saved_model_trust import write_manifest
from deeplab_family.model_card.card_files import write_model_card
from deeplab_family.model_card.model_card import ModelCard
from export.detector.detector_card import detector_card
from export.detector.detector_signatures import (
    DetectorInput,
    detect,
    detector_signatures,
    mobile_detector_signature,
)
from export.detector.matched_detections import (
    NOTHING,
    MatchedDetections,
    match_detections,
)
from export.errors import ExportError
from export.publish.staged_folder import staged_folder
from export.report.provenance import Provenance, find_provenance
from export.saved_model import VERSION, write_archive
from export.tflite.run_conversion import run_worker
from export.tflite.tflite_file import check_operations
from input_pipeline.draft_folder import draft_folder

SAVED_MODEL, TFLITE = "saved_model", "model_float32.tflite"
REPORT = "export_report.json"
LEAST_SCORE = 0.1
"""Objects below it may be missing: they stand at the edge of being told."""

LIMITS = {"box": 0.5, "score": 1e-2, "mask": 1e-2}
"""How far an object may be from that of Keras."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class DetectorReport:
    """Detector export report: files written, and their proof.

    Attributes:
        files: what was written, below its folder.
        proof: how each file's answers compare with those of Keras.
        left_out: what could not be written, and why.
    """

    files: tuple[str, ...]
    proof: dict[str, MatchedDetections]
    left_out: dict[str, str]

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), indent=2) + "\n"


def export_detector(
    model: keras.Model,
    output: str | PathLike,
    config: DetectorInput,
    image_size: tuple[int, int],
    images: Sequence[np.ndarray],
    palette: Sequence[Sequence[int]] | None = None,
    overwrite: bool = False,
    origin: Provenance | None = None,
    trained: ModelCard | None = None,
) -> DetectorReport:
    """Writes both files and compares them with the model.

    Args:
        model: a `DetectionModel` with class names.
        output: folder for all of it; appears whole or not at all.
        config: what happens to images before the network.
        image_size: height and width of the TFLite file's input, multiples of
            32.
        images: uint8 RGB `(height, width, 3)` each, to compare on; at least
            one.
        palette: the color of each class.
        overwrite: replace an earlier export.
        origin: of the model; None for one in memory.
        trained: card of the run that the model is from, for its own card.

    Raises:
        ExportError: an answer is beyond `LIMITS`, or nothing could be
            written. That TFLite lacks an operation is told, and no error.
    """
    with staged_folder(
        Path(output), overwrite=overwrite, proof=REPORT
    ) as stage:
        names = model.class_names or [
            f"class_{i}" for i in range(model.config.num_classes)
        ]
        write_classes_file(stage, names, palette)
        proof = write_detector(model, stage, config, images)
        left_out = {}
        try:
            path = _write_tflite(model, stage, image_size)
            proof[TFLITE] = _prove_tflite(model, path, image_size, images)
        except ExportError as error:
            left_out[TFLITE] = str(error)
        _refuse_strays(proof)
        card = detector_card(
            origin or find_provenance(model, None, ""),
            tuple(names),
            trained,
            proof,
            stage,
        )
        write_model_card(stage, card)
        report = DetectorReport(
            files=tuple(
                sorted(
                    path.relative_to(stage).as_posix()
                    for path in stage.rglob("*")
                    if path.is_file()
                )
            ),
            proof=proof,
            left_out=left_out,
        )
        (stage / REPORT).write_text(report.to_json(), encoding="utf-8")
    return report


def write_detector(
    model: keras.Model,
    stage: Path,
    config: DetectorInput,
    images: Sequence[np.ndarray],
) -> dict[str, MatchedDetections]:
    """Writes `stage/saved_model/1/` and compares its signatures.

    Returns:
        Signature -> comparison with Keras.
    """
    path = stage / SAVED_MODEL / VERSION
    endpoints = {
        name: (lambda _, function=function: function, spec)
        for name, (function, spec) in detector_signatures(model, config).items()
    }
    write_archive(model, path, endpoints, assets=[stage / CLASSES])
    write_manifest(path)
    # Held on purpose: signatures alone do not keep variables alive.
    loaded = tf.saved_model.load(str(path))
    ask = loaded.signatures

    def ours(image):
        return detect(model, tf.cast(image, tf.float32)[None], config)

    def served(image):
        return ask["serving_default"](images=tf.constant(image[None]))

    def of_bytes(image):
        content = tf.io.encode_png(image)[None]
        return ask["image_bytes"](image_bytes=content)

    return {
        f"{SAVED_MODEL} serving_default": _compare(ours, served, images),
        f"{SAVED_MODEL} image_bytes": _compare(ours, of_bytes, images),
    }


def _write_tflite(model, stage: Path, image_size: tuple[int, int]) -> Path:
    """A float32 file of builtin operations, for one image of one size."""
    name = TFLITE.removesuffix(".tflite")
    with draft_folder(stage / "tflite") as work:
        spec = tf.TensorSpec((1, *image_size, 3), tf.float32, name="images")
        saved = work / "from_float"
        endpoint = {"serve": (mobile_detector_signature, spec)}
        write_archive(model, saved, endpoint)
        job = {"name": name, "saved_model": str(saved), "numbers": "float32"}
        run_worker(work, [job], None)
        check_operations(work / TFLITE)
        return (work / TFLITE).rename(stage / TFLITE)


def _prove_tflite(model, path: Path, image_size, images) -> MatchedDetections:
    from ai_edge_litert.interpreter import Interpreter

    reader = Interpreter(model_path=str(path))
    runner = reader.get_signature_runner()
    fixed = [
        tf.image.resize(image, image_size).numpy()[None] for image in images
    ]
    serve = tf.function(mobile_detector_signature(model))

    def ours(image):
        return serve(tf.constant(image))

    def theirs(image):
        return runner(images=image)

    return _compare(ours, theirs, fixed)


def _compare(
    ours: Callable, theirs: Callable, images: Sequence[np.ndarray]
) -> MatchedDetections:
    found = NOTHING
    for image in images:
        pair = [
            {name: np.asarray(value) for name, value in ask(image).items()}
            for ask in (ours, theirs)
        ]
        found += match_detections(*pair, least_score=LEAST_SCORE)
    return found


def _refuse_strays(proof: dict[str, MatchedDetections]) -> None:
    for name, found in proof.items():
        beyond = [
            f"{what} {getattr(found, what):.2g} (at most {limit:g})"
            for what, limit in LIMITS.items()
            if getattr(found, what) > limit
        ]
        if found.unmatched:
            beyond.append(f"{found.unmatched} objects without a partner")
        if beyond:
            raise ExportError(
                f"{name} answers otherwise than Keras: {', '.join(beyond)}. "
                "Nothing was written"
            )
