"""Verification of an export: the whole proof, repeated."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import keras

from deeplab_family.class_names import require_same_names
from deeplab_family.inference import (
    KerasPredictor,
    ModelFileError,
    Predictor,
)
from deeplab_family.inference.asked_pictures import asked_pictures
from export.artifacts import ARTIFACTS, load_artifact
from export.errors import ExportError
from export.proof.golden_outputs import (
    FOLDER,
    GoldenOutputs,
    read_golden_outputs,
)
from export.samples.labeled_data import LabeledData
from export.samples.samples import (
    Samples,
    read_compared,
)
from export.verify.checksums import check_checksums
from export.verify.finding import Finding, VerifyResult
from export.verify.repeated_checks import check_answers, check_limits
from export.verify.served_versions import check_versions
from export.verify.written_report import WrittenReport, read_report


def verify_export(
    folder: str | PathLike,
    *,
    images: str | PathLike = "",
    data: LabeledData | None = None,
    model: keras.Model | None = None,
    image_limit: int = 20,
    trust: bool = False,
) -> VerifyResult:
    """Check every file of an export, and run every artifact again.

    Always: each file has its checksum, and each artifact and each version
    kept for the server loads and answers the stored images as it did. With
    `images`, `data` or `model` also: each artifact keeps its limits, compared
    with the Keras model, or without it with the float32 file.

    Args:
        folder: what `export_model` wrote.
        images: folder of images without labels to compare on; the stored ones
            by default.
        data: a split of a labeled data set instead; then the mean IoU is
            compared too.
        model: the Keras model that was exported.
        image_limit: compare on at most so many images, >= 1.
        trust: run a SavedModel even if it is not as it was written, or does
            more than a network. Defaults to False: it then fails to load.

    Raises:
        ExportError: it is no export, or images cannot be read.
        DataError: the data set is not in order.
        ClassNamesError: export, model and data mean other classes by the same
            ids.
    """
    folder = Path(folder)
    if images and data is not None:
        raise ExportError(
            "name `images` or a data set (`root`), not both: the artifacts are "
            "compared on one of them"
        )
    report = read_report(folder)
    _check_model(report, model)
    findings = check_checksums(folder, _expected(folder, report))
    broken = [finding.path for finding in findings if not finding.good]
    predictors, unloadable = _load(folder, report, broken, trust)
    findings += unloadable
    references = _references(folder, broken)
    if references is not None:
        findings += check_answers(report.artifacts, predictors, references)
    findings += check_versions(folder, report, broken, trust)
    caption = (
        "answers compared with those that the export stores"
        if references is not None
        else "no answers compared: the stored ones are damaged; name a folder "
        "of images"
        if any(_belongs(path, FOLDER) for path in broken)
        else "no images to run: the export stores none; name a folder of them"
    )
    if images or data is not None or model is not None:
        reference, name = _reference(model, predictors, folder)
        if data is not None:
            data.require_classes(report.class_names, reference.num_classes)
        pictures = asked_pictures(reference)
        samples = _samples(
            report, images, data, image_limit, references, pictures
        )
        findings += check_limits(
            report.artifacts, predictors, reference, samples
        )
        source = f" of {data}" if data is not None else ""
        caption = (
            f"limits: {len(samples.images)} images{source}, against {name}"
        )
    return VerifyResult(findings=tuple(findings), caption=caption)


def _check_model(report: WrittenReport, model: keras.Model | None) -> None:
    own = getattr(model, "class_names", None)
    if own:
        require_same_names(own, report.class_names, them="the export")


def _expected(folder: Path, report: WrittenReport) -> dict[str, str]:
    """The checksums, without those of versions that somebody removed."""
    gone = tuple(
        kept.path
        for kept in report.kept_versions
        if not (folder / kept.path).is_dir()
    )
    return {
        path: number
        for path, number in report.files.items()
        if not path.startswith(gone)
    }


def _load(
    folder: Path, report: WrittenReport, broken: Sequence[str], trust: bool
) -> tuple[dict[str, Predictor], list[Finding]]:
    """Load what has its checksum; what has not was named already."""
    predictors, findings = {}, []
    for artifact in report.artifacts:
        if any(_belongs(path, artifact.path) for path in broken):
            continue
        try:
            predictors[artifact.name] = load_artifact(
                artifact.name,
                folder / artifact.path,
                num_threads=report.num_threads,
                trust=trust,
            )
        except ModelFileError as error:
            findings.append(
                Finding(
                    path=artifact.path,
                    check="loads",
                    good=False,
                    detail=str(error),
                )
            )
    return predictors, findings


def _belongs(path: str, artifact: str) -> bool:
    return path == artifact or path.startswith(artifact.rstrip("/") + "/")


def _references(folder: Path, broken: Sequence[str]) -> GoldenOutputs | None:
    if any(_belongs(path, FOLDER) for path in broken):
        return None
    return read_golden_outputs(folder)


def _samples(
    report, images, data, image_limit, references, pictures
) -> Samples:
    """The images on which limits are looked at: those named, or the stored."""
    if images or data is not None:
        size = report.image_size
        return read_compared(str(images), data, image_limit, size, pictures)
    if references is None:
        raise ExportError(
            "the export holds no intact images of its own. Name a folder "
            "with `images`"
        )
    return Samples(references.images, None, None)


def _reference(model, predictors, folder: Path) -> tuple[Predictor, str]:
    if model is not None:
        return KerasPredictor(model), "the Keras model"
    exact = _exact_artifacts()
    for name in exact:
        if name in predictors and predictors[name].num_classes:
            return predictors[name], f"the {name} artifact"
    raise ExportError(
        f"{folder}: holds no intact {' or '.join(exact)} artifact with "
        "probabilities to compare the others with. Give the Keras model"
    )


def _exact_artifacts() -> list[str]:
    """Those that differed from the Keras model by less than 0.001.

    A bundle comes last but for others: it may answer otherwise on purpose.
    """
    names = [n for n, entry in ARTIFACTS.items() if entry.stands_for_model]
    return sorted(names, key=lambda name: ARTIFACTS[name].served)
