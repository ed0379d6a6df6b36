"""The doctor's second opinion: a model's, on labels and on images without."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import tensorflow as tf

from deeplab_family import label_review
from deeplab_family.class_names import require_same_names
from deeplab_family.cli.review_files import LABELS, NEXT, is_unlabeled
from deeplab_family.console.error_reason import error_line
from deeplab_family.console.progress_lines import ProgressLines
from deeplab_family.console.terminal import printable
from deeplab_family.console.tf_startup import standard_error_muted
from deeplab_family.inference import load_predictor
from deeplab_family.inference.asked_pictures import asked_pictures
from deeplab_family.label_review import ReviewSample
from deeplab_family.model_classes import read_classes
from deeplab_family.photographs import (
    decode_photograph,
    find_media,
    read_image,
)
from deeplab_family.visualization import write_image
from input_pipeline import DatasetSpec
from input_pipeline.counted_nouns import counted_noun
from input_pipeline.decode.label import decode_label
from input_pipeline.doctor import Report, SampleStats
from input_pipeline.errors import DataError
from input_pipeline.picture_format import PictureFormat

LISTED = 10
LEAST_SIDE = 32
"""Pixels; smaller pictures are icons and thumbnails, not to be labeled."""


@dataclass(frozen=True)
class Review:
    """A model's look at a data set, or at a folder of images.

    Attributes:
        report: of the doctor, who read the files before.
        model: file or folder of the model.
        folder: for lists and sheets; None to print the first lines alone.
        samples: rows of a sheet, and images to label next.
        confidence: see `find_contradiction`.
    """

    report: Report
    model: Path
    folder: Path | None
    samples: int
    confidence: float

    def run(self) -> None:
        """Asks the model, prints what was found, writes lists and sheets."""
        predictor, spec = self.predictor, self.spec
        labeled, unlabeled, left_out = self._samples(spec)
        self._check_fit(labeled)
        if not labeled and not unlabeled:
            print("The model was not asked: there is no image to show it.")
            return
        with ProgressLines() as show:
            doubted = label_review.doubted_labels(
                predictor,
                labeled,
                spec.ignore_label,
                self.confidence,
                lambda done, of: show("asking the model", done, of),
            )
            unseen = label_review.next_images(
                predictor,
                unlabeled,
                self.samples,
                lambda done, of: show("asking the model", done, of),
            )
        if labeled:
            self._tell_doubted(doubted, len(labeled), predictor, spec)
        if unlabeled:
            self._tell_next(unseen, predictor, spec)
        if left_out:
            print(
                f"Not reviewed: {counted_noun(left_out, 'sample')} whose image "
                "or label is wrong, see above."
            )

    @cached_property
    def predictor(self):
        """The model; raises `ModelFileError` for a file that is none."""
        with standard_error_muted():
            return load_predictor(self.model)

    @property
    def pictures(self) -> PictureFormat:
        """What the model takes."""
        return asked_pictures(self.predictor)

    @cached_property
    def spec(self) -> DatasetSpec:
        """The classes: as the data state them, or else as the model does.

        Raises:
            ClassNamesError: if they disagree.
        """
        predictor = self.predictor
        known, number = predictor.class_names, predictor.num_classes
        names = known or [f"class_{place}" for place in range(number or 0)]
        counted = self.report.spec
        if self.report.stated is not None or counted.num_classes > len(names):
            require_same_names(names, counted.class_names)
            return counted
        return read_classes(self.model, number, known)

    def _samples(self, spec: DatasetSpec):
        """Those with a label, those without, and the number of others."""
        usable = [
            _with_label(sample, self.report, spec, self.pictures)
            for sample in self.report.facts
        ]
        labeled = [sample for sample in usable if sample is not None]
        left_out = len(usable) - len(labeled)
        return labeled, self._unlabeled(), left_out

    def _unlabeled(self) -> list[ReviewSample]:
        root = self.report.root
        if is_unlabeled(self.report):
            arrays = not self.pictures.is_ordinary
            media = find_media([root], arrays=arrays)
            paths = [m.path for m in media if not m.is_video]
        else:
            paths = [
                root / place.file
                for finding in self.report.findings
                if finding.code == "image_without_label"
                for place in finding.places
            ]
        readable = []
        for path in paths:
            try:
                height, width = self._read(path).shape[:2]
            except (DataError, OSError) as error:
                print(printable(f"Left out: {error_line(error)}"))
                continue
            if min(height, width) < LEAST_SIDE:
                print(
                    printable(
                        f"Left out: {path} has {height} x {width} pixels "
                        f"(height x width); from {LEAST_SIDE} a side on an "
                        "image is ranked"
                    )
                )
                continue
            name = str(path.relative_to(root))
            readable.append(
                ReviewSample(name, lambda path=path: self._read(path))
            )
        return readable

    def _read(self, path: Path) -> np.ndarray:
        return read_image(path, self.pictures)

    def _check_fit(self, labeled: list[ReviewSample]) -> None:
        """Refuses data whose images are not what the model takes."""
        for sample in labeled[:1]:
            try:
                sample.read_image()
            except DataError as error:
                raise DataError(
                    f"{self.model} takes images of {self.pictures}, and "
                    f"{sample.name} is none: {error}"
                ) from error

    def _tell_doubted(self, doubted, count: int, predictor, spec) -> None:
        print(
            f"Labels that the model contradicts: {len(doubted)} of {count}"
            f" (sure by {self.confidence:g} or more; share of the image)"
        )
        for rank, one in enumerate(doubted[:LISTED], start=1):
            words = label_review.in_words(one, spec)
            print(printable(f"  {rank}. {one.sample.name}: {words}"))
        _tell_more(len(doubted))
        if self.folder is None or not doubted:
            return
        path = self.folder / f"{LABELS}.csv"
        label_review.write_doubted(path, doubted, spec)
        self._draw(label_review.draw_doubted, doubted, predictor, spec, path)

    def _tell_next(self, unseen, predictor, spec) -> None:
        print(
            f"Images without a label: {len(unseen)}. Label next (uncertainty, "
            "0 to 1):"
        )
        first = [one for one in unseen if one.is_next]
        for rank, one in enumerate(first[:LISTED], start=1):
            text = f"  {rank}. {one.sample.name}: {one.uncertainty:.3f}"
            print(printable(text))
        _tell_more(len(first))
        if len(first) > 2:
            print(
                "  Behind the first each is the one least like those before it "
                "(k-center), so the uncertainty need not fall."
            )
        if self.folder is None:
            return
        path = self.folder / f"{NEXT}.csv"
        label_review.write_next(path, unseen)
        self._draw(label_review.draw_next, first, predictor, spec, path)

    def _draw(self, draw: Callable, found, predictor, spec, table: Path):
        sheet = table.with_suffix(".png")
        write_image(sheet, draw(found[: self.samples], predictor, spec))
        print(printable(f"List: {table}\nSheet: {sheet}"))


def _tell_more(count: int) -> None:
    if count > LISTED:
        print(f"  and {count - LISTED} more")


def _with_label(
    sample: SampleStats,
    report: Report,
    spec: DatasetSpec,
    pictures: PictureFormat,
) -> ReviewSample | None:
    """The sample as it is read for the model; None where it cannot be."""
    case = sample.case

    def image() -> np.ndarray:
        return decode_photograph(case.read_image(), pictures)[0]

    def labels() -> np.ndarray:
        encoded = tf.constant(case.read_label())
        return decode_label(encoded, report.stated).numpy()

    if sample.image.problem is not None or sample.label.problem is not None:
        return None
    try:
        ids = labels()
    except tf.errors.OpError:  # values that the data set does not list
        return None
    judged = ids[ids != spec.ignore_label]
    if ids.shape != sample.image.size or judged.max(initial=0) >= len(
        spec.class_names
    ):
        return None
    name = f"{case.splits[0]} / {case.id}"
    return ReviewSample(name, image, labels, case.label_name)
