"""Model card of an export: the card of its run, with what was exported."""

import re
import shlex
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePath

from deeplab_family.inference.saved_model_trust import MANIFEST
from deeplab_family.model_card.model_card import (
    ClassScores,
    ExportedFile,
    ModelCard,
    Score,
)
from export.report.artifact_results import Artifact
from export.report.provenance import Provenance
from export.report.report import ExportReport
from export.report.table import known, points
from export.verify.checksums import sha256_of

_LABELED = re.compile(r"(.*) \((\w+)\), split (.*)", re.DOTALL)


def export_card(
    report: ExportReport,
    sha256: dict[str, str],
    trained: ModelCard | None = None,
) -> ModelCard:
    """The card of an export.

    Args:
        report: of the export.
        sha256: of its files, by relative path.
        trained: card of the run that the model is from; None if unknown.
    """
    card = card_of_model(report.origin, report.class_names, trained)
    height, width = report.image_size
    measured = report.verification
    if measured.keras_mean_iou is not None:
        card = replace(
            card,
            **_judged(report.data),
            judged_images=report.images,
            scores=_scores(report),
            class_scores=ClassScores(
                columns=("IoU",),
                rows=tuple(
                    ("absent" if iou is None else f"{iou:.4f}",)
                    for iou in measured.keras_class_iou
                ),
            ),
        )
    paths = [artifact.path for artifact in measured.artifacts]
    return replace(
        card,
        commands=(*_predictions(paths), "deeplab verify .", *card.commands),
        limits=(
            *card.limits,
            f"TFLite files take images of {height} x {width} pixels: "
            f"{report.pictures or 'RGB'}.",
        ),
        files=tuple(
            ExportedFile(
                path=artifact.path,
                sha256=sha256.get(artifact.path, ""),
                facts=_facts(artifact),
            )
            for artifact in measured.artifacts
        ),
    )


def export_checksums(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    """SHA-256 of exported files, by their paths.

    That of a SavedModel is of its manifest, which holds the SHA-256 of each of
    its files.

    Args:
        folder: of the export.
        paths: within it, of files and of SavedModels.
    """
    places = {path: folder / path for path in paths}
    return {
        path: sha256_of(place / MANIFEST if place.is_dir() else place)
        for path, place in places.items()
    }


def card_of_model(
    origin: Provenance,
    class_names: tuple[str, ...],
    trained: ModelCard | None,
) -> ModelCard:
    """Card of the model that is exported, before its files are told.

    Args:
        origin: of the export.
        class_names: of the model; empty when nobody named them.
        trained: card of its run. Its scores are left out where they belong to
            other weights than those of the model's file.
    """
    if trained is None:
        card = ModelCard(name=PurePath(origin.model).stem or "model")
    elif trained.sha256 != origin.model_sha256:
        card = trained.without_scores()
    else:
        card = trained
    commands = [origin.command] if origin.command else []
    return replace(
        card,
        classes=tuple(class_names),
        recipe=card.recipe or (("network", origin.network),),
        model_file=origin.model,
        sha256=origin.model_sha256,
        versions=origin.versions,
        commands=tuple(commands),
    )


def _predictions(paths: list[str]) -> list[str]:
    """A command that asks the first file, where there is one."""
    names = [shlex.quote(path.rstrip("/")) for path in paths[:1]]
    return [
        f"deeplab predict {name} PHOTO.jpg --output masks" for name in names
    ]


def _judged(data: str) -> dict:
    """Data set and split by the words of `LabeledData`."""
    found = _LABELED.fullmatch(data)
    if found is None:
        return {"eval_split": data}
    name, layout, split = found.groups()
    return {"judged_on": (name, layout), "eval_split": split}


def _scores(report: ExportReport) -> tuple[Score, ...]:
    """The model's score, and of each file what it keeps of it."""
    measured = report.verification
    keras = Score(
        name="mean IoU", value=measured.keras_mean_iou, metric="mean_iou"
    )
    return (keras, *map(_of_file, measured.artifacts))


def _of_file(artifact: Artifact) -> Score:
    return Score(name=f"mean IoU of {artifact.path}", value=artifact.mean_iou)


def _facts(artifact: Artifact) -> str:
    text = f"{artifact.equal_pixels:.3%} equal pixels"
    if artifact.largest_difference is not None:
        difference = known(artifact.largest_difference, ".2g")
        text += f", probabilities within {difference}"
    if artifact.mean_iou_drop is not None:
        text += f", mean IoU {points(artifact.mean_iou_drop)} points below"
    if artifact.mean_iou_drop_interval is not None:
        low, high = map(points, artifact.mean_iou_drop_interval)
        text += f" ({low} to {high})"
    return text
