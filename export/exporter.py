"""Exporter: writes every artifact, proves each, publishes all or none."""

from collections.abc import Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path

import keras

from deeplab_family.inference import KerasPredictor
from deeplab_family.inference.classes_file import write_classes_file
from deeplab_family.inference.picture_files import write_pictures_file
from deeplab_family.machine import machine
from deeplab_family.model_card.card_files import write_model_card
from deeplab_family.model_card.model_card import ModelCard
from export.artifacts import load_artifact
from export.class_checks import agreed_names, check_classes, check_logits
from export.errors import ExportError, VerificationError
from export.export_settings import ExportSettings
from export.padded_network import padded_network
from export.picture_checks import refuse_8_bit_files
from export.progress import Progress, silent
from export.proof import measure
from export.proof.golden_outputs import (
    ask,
    write_golden_outputs,
)
from export.publish.staged_folder import staged_folder
from export.report import (
    JSON_NAME,
    ExportReport,
    Verification,
    write_json,
    write_pages,
)
from export.report.export_card import export_card, export_checksums
from export.report.provenance import (
    Provenance,
    find_provenance,
)
from export.samples.samples import (
    Samples,
    read_samples,
)
from export.saved_model import float32_compute
from export.served_precision import with_served_precision
from export.serving.bundle import FOLDER as SERVING
from export.serving.kept_versions import kept_files, kept_versions
from export.serving.versions import next_version
from export.tflite.converter import check_image_size
from export.verify.checksums import checksums
from export.verify.written_report import read_report
from export.writers import Job, write_artifacts
from input_pipeline.picture_format import PictureFormat


def export_model(
    model: keras.Model,
    output: str | PathLike,
    settings: ExportSettings,
    *,
    class_names: Sequence[str] | None = None,
    palette: Sequence[Sequence[int]] | None = None,
    model_file: str | PathLike | None = None,
    command: str = "",
    trained: ModelCard | None = None,
    progress: Progress = silent,
) -> ExportReport:
    """Write files to serve and to ship, and prove that they answer alike.

    `output` then holds `serving/<name>/<version>/` with all that
    TensorFlow Serving needs beside it, `model_float32.tflite`,
    `model_float16.tflite`, `model_int8.tflite`, `export_report.json`,
    `.md` and `.html`, `model_card.md`, a few images with every answer in
    `proof/` and, with class names, `classes.json`. A failure of any kind
    leaves nothing there, and an earlier export as it was. Versions to serve
    count up: an export over an earlier one keeps its versions.

    Args:
        model: maps images `(batch, height, width, channels)`, 0 to 255, RGB
            unless its input has other channels, to logits.
        output: the folder to write.
        settings: what to write and on which images to prove it.
        class_names: one name for each class; by default those that the model
            holds.
        palette: one RGB color, 0 to 255, for each class.
        model_file: that the model was loaded from, for the report.
        command: the command line, for the report.
        trained: card of the run that the model is from, for its own card.
        progress: called by what takes minutes, with words, steps done and
            steps in all.

    Raises:
        VerificationError: an artifact breaks its limit; says which and why.
        ExportError: the model does not answer with logits, or something
            cannot be read, converted or written.
        DataError: the data set to compare on is not in order.
        ClassNamesError: model and data mean other classes by the same ids.
        ModelFileError: the model does not map RGB images to logits.
    """
    origin = find_provenance(model, model_file, command)
    stage_for = staged_folder(
        Path(output),
        overwrite=settings.overwrite,
        proof=JSON_NAME,
        grows=SERVING,
    )
    with float32_compute(model), stage_for as stage:
        model = padded_network(model, settings.image_size)
        # A server is warmed up by what its clients will probably send.
        serving = settings.serving.warmed_up(settings.image_size)
        settings = replace(settings, serving=serving)
        reference = KerasPredictor(model)
        check_image_size(reference, settings.image_size)
        check_classes(reference.num_classes, class_names, palette)
        names = agreed_names(model, class_names)
        if settings.data is not None:
            settings.data.require_classes(names, reference.num_classes)
        pictures = reference.pictures
        refuse_8_bit_files(settings.artifacts, pictures)
        settings, sections = with_served_precision(model, settings, progress)
        samples = read_samples(settings, pictures)
        check_logits(reference, samples.images[:1])
        served = Path(output) / SERVING
        job = Job(
            model=model,
            stage=stage,
            settings=settings,
            calibration=samples.calibration,
            images=samples.images,
            labels=samples.labels,
            class_names=names,
            palette=palette,
            serving_version=next_version(
                served / serving.name, served / serving.bfloat16_name
            ),
            progress=progress,
            sections=sections,
        )
        paths = write_artifacts(job)
        verification = measure(
            reference,
            stage,
            paths,
            samples,
            settings,
            palette,
            job.progress,
            job.seconds,
        )
        report = _report(job, samples, verification, origin, pictures)
        if report.failures:
            raise VerificationError(report)
        if names is not None:
            write_classes_file(stage, names, palette)
        write_pictures_file(stage, pictures)
        _store_references(reference, paths, stage, samples, report, settings)
        report, kept = _keep_versions(report, Path(output), stage, settings)
        write_pages(report, stage)
        _write_card(report, stage, trained)
        report = replace(report, files=kept | checksums(stage))
        write_json(report, stage)
    return report


def _write_card(report, stage, trained) -> None:
    paths = [artifact.path for artifact in report.verification.artifacts]
    sha256 = export_checksums(stage, paths)
    write_model_card(stage, export_card(report, sha256, trained))


def _keep_versions(report, output, stage, settings):
    """The report with earlier versions, and the SHA-256 of their files."""
    if not (output / JSON_NAME).is_file():
        return report, {}
    try:
        earlier = read_report(output)
    except ExportError:  # of another form: its versions stay, unknown
        return report, {}
    references = bool(settings.reference_images)
    kept = kept_versions(output, stage, earlier, references=references)
    files = kept_files(output, stage, earlier)
    return replace(report, kept_versions=kept), files


def _store_references(
    reference, paths, stage, samples, report, settings
) -> None:
    if not settings.reference_images:
        return
    threads = settings.num_threads
    predictors = {"keras": reference}
    predictors |= {
        name: load_artifact(name, path, num_threads=threads, trust=True)
        for name, path in paths.items()
    }
    slow = [
        artifact.name
        for artifact in report.verification.artifacts
        if artifact.compared_images < report.images
    ]
    stored = ask(predictors, samples, settings.reference_images, slow)
    write_golden_outputs(stage, stored)


def _report(
    job: Job,
    samples: Samples,
    verification: Verification,
    origin: Provenance,
    pictures: PictureFormat,
) -> ExportReport:
    calibration = samples.calibration
    return ExportReport(
        origin=origin,
        image_size=job.settings.image_size,
        pictures=str(pictures),
        data=str(job.settings.data or ""),
        images=len(samples.images),
        calibration_images=0 if calibration is None else len(calibration),
        num_threads=job.settings.num_threads,
        machine=machine(),
        class_names=job.class_names or (),
        palette=tuple(tuple(map(int, color)) for color in job.palette or ()),
        verification=verification,
        budgets=job.settings.budgets,
        sections=tuple(job.sections),
    )
