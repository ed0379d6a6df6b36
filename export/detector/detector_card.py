"""Model card of an exported detector: that of its run, with its files."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from deeplab_family.model_card.model_card import (
    DETECTION,
    ExportedFile,
    ModelCard,
)
from export.detector.matched_detections import MatchedDetections
from export.report.export_card import card_of_model
from export.report.provenance import Provenance
from export.verify.checksums import sha256_of


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
    return replace(
        card,
        task=DETECTION,
        files=tuple(
            ExportedFile(
                path=name,
                sha256=_sha256(folder / name),
                facts=found.text,
            )
            for name, found in proof.items()
        ),
        commands=card.commands[1:],  # `deeplab verify` reads no detectors
    )


def _sha256(path: Path) -> str:
    """Of a file; "" for the signature of a SavedModel."""
    return sha256_of(path) if path.is_file() else ""
