"""Model card of an exported detector: that of its run, with its files."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath

from deeplab_family.model_card.model_card import (
    DETECTION,
    ExportedFile,
    ModelCard,
)
from export.detector.matched_detections import MatchedDetections
from export.report.export_card import card_of_model, export_checksums
from export.report.provenance import Provenance
from export.saved_model import VERSION

ASKED = (
    "import tensorflow as tf",
    f'model = tf.saved_model.load("saved_model/{VERSION}")',
    'photographs = tf.constant([tf.io.read_file("PHOTO.jpg")])',
    'found = model.signatures["image_bytes"](image_bytes=photographs)',
    "",
)
"""How Python asks the SavedModel."""


def detector_card(
    origin: Provenance,
    class_names: tuple[str, ...],
    trained: ModelCard | None,
    proof: Mapping[str, MatchedDetections],
    folder: Path,
) -> ModelCard:
    """The card of an exported detector.

    Args:
        origin: of the model.
        class_names: of the model.
        trained: card of the run that the model is from; None if unknown.
        proof: what was compared of each file or signature, by its name.
        folder: that holds the files.
    """
    card = card_of_model(origin, class_names, trained)
    paths = {name: name.partition(" ")[0] for name in proof}
    sha256 = export_checksums(folder, map(_bundle, paths.values()))
    return replace(
        card,
        task=DETECTION,
        files=tuple(
            ExportedFile(
                path=name,
                sha256=sha256[_bundle(paths[name])],
                facts=found.text,
            )
            for name, found in proof.items()
        ),
        # No command reads exported detectors.
        commands=(*ASKED, *card.commands),
    )


def _bundle(path: str) -> str:
    """A file's path as it is; of a SavedModel that of its version."""
    return path if PurePath(path).suffix else f"{path}/{VERSION}/"
