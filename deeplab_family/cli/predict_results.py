"""Work of `deeplab predict`: photographs in batches, videos frame by frame."""

import contextlib
import dataclasses
import sys
import threading
from functools import partial
from pathlib import Path

import numpy as np

from deeplab_family.cli.predict_plan import Plan, count
from deeplab_family.cli.predict_video import segment_video
from deeplab_family.console.error_reason import error_line
from deeplab_family.console.progress_lines import ProgressLines
from deeplab_family.console.terminal import printable
from deeplab_family.inference import (
    ImageSizeError,
    Prediction,
    Predictor,
)
from deeplab_family.inference.asked_pictures import rgb_of
from deeplab_family.inference.predictor_pool import parallel_predictors
from deeplab_family.model_classes import read_classes
from deeplab_family.photographs import MediaFile, has_more_pictures
from deeplab_family.predicting import (
    PROBABILISTIC,
    ResultFiles,
    in_background,
    in_parallel,
    photograph_batches,
    segmentation_of,
    stored_ids_writer,
)
from deeplab_family.visualization import unwritten
from input_pipeline import DataError
from input_pipeline.counted_nouns import counted_noun

LARGE = 4_000_000
"""Numbers of an image, pixels times channels; larger ones are asked one after
the other."""
_ONE_LARGE = threading.Lock()


@dataclasses.dataclass
class Tally:
    """Tally of the files: refused ones, turned ones, longer ones.

    Args:
        show: where errors are told at once.

    Attributes:
        refused: files that could not be segmented.
        turned: photographs that were turned upright.
        longer: files whose first picture alone was taken.
    """

    show: ProgressLines
    refused: int = 0
    turned: int = 0
    longer: int = 0

    def refuse(self, file: MediaFile, error: Exception) -> None:
        """Tells of a file that is left out."""
        self.refused += 1
        line = error_line(error)
        name = str(file.path)
        self.show(f"error: {line if name in line else f'{name}: {line}'}", 0, 0)


def segment(plan: Plan, path: Path, predictor: Predictor, options) -> int:
    """Writes all results of a plan, as `predict.Options` say.

    Args:
        plan: checked before.
        path: of the model.
        predictor: the model.
        options: of the command.

    Returns:
        0, or 1 if a file could not be segmented.
    """
    _check_probabilities(plan, path, predictor, options.smooth)
    spec = read_classes(path, predictor.num_classes, predictor.class_names)
    write_stored = stored_ids_writer(
        plan.output, options.stored_ids, spec.class_names
    )
    plan.output.mkdir(parents=True, exist_ok=True)
    _tell_unwritten(spec.class_names)
    with ProgressLines() as show:
        tally = Tally(show)
        if plan.images:
            files = ResultFiles(
                plan.output,
                plan.of_images,
                options.opacity,
                options.smallest_region,
                options.url_prefix,
            )
            predictors = parallel_predictors(path, predictor, len(plan.images))
            results = _segmented(
                plan, predictors, spec, options.batch_size, tally
            )
            with (
                files.opened(spec) as write,
                contextlib.closing(results),
            ):
                for file, result in results:
                    write(file, result)
                    write_stored(file.name, result.mask)
        for file in plan.large:
            try:
                _segment_large(plan, file, predictor, spec, show)
            except (DataError, ImageSizeError) as error:
                tally.refuse(file, error)
        for video in plan.videos:
            try:
                segment_video(plan, video, path, predictor, spec, options, show)
            except (DataError, ImageSizeError) as error:
                tally.refuse(video, error)
    _report(plan, tally)
    return 1 if tally.refused else 0


def _check_probabilities(plan: Plan, path: Path, predictor, smooth) -> None:
    """Refuses what a file with a class map alone cannot give."""
    wanted = [f"--save {kind}" for kind in plan.chosen if kind in PROBABILISTIC]
    wanted += ["--smooth"] if smooth else []
    if wanted and predictor.num_classes is None:
        raise ValueError(
            f"{wanted[0]} needs probabilities, and {path} answers with a class "
            "map alone. Take the .keras file, or export with logits"
        )


def _segmented(plan: Plan, predictors, spec, batch_size: int, tally: Tally):
    """Gives each photograph's file and segmentation.

    The next batches are read and asked meanwhile. Probabilities of large
    photographs fill gigabytes, so they are held only where they are results.
    """
    keeps = bool({*plan.of_images} & {*PROBABILISTIC})
    pictures = predictors[0].pictures
    batches = in_background(
        photograph_batches(plan.images, batch_size, tally.refuse, pictures),
        ahead=1,
    )
    asks = [partial(_ask, each, keeps) for each in predictors]
    done = 0
    for batch, answer in in_parallel(batches, asks):
        for index, photograph in enumerate(batch):
            done += 1
            if isinstance(answer, Exception):
                tally.refuse(photograph.file, answer)
                continue
            tally.turned += photograph.is_turned
            tally.longer += has_more_pictures(photograph.file.path)
            yield (
                photograph.file,
                segmentation_of(rgb_of(photograph.image), answer, spec, index),
            )
            tally.show("segmenting", done, len(plan.images))


def _ask(predictor, keeps: bool, batch):
    """A batch, and the prediction or why there is none."""
    images = np.stack([photograph.image for photograph in batch])
    # Networks of any size need gigabytes for one large photograph.
    alone = _ONE_LARGE if images[0].size > LARGE else contextlib.nullcontext()
    try:
        with alone:
            answer = predictor(images)
    except ImageSizeError as error:
        return batch, error
    return batch, answer if keeps else Prediction(answer.class_map)


def _segment_large(plan: Plan, file: MediaFile, predictor, spec, show) -> None:
    from deeplab_family.inference import segment_large

    segment_large(
        predictor,
        file.path,
        plan.large_mask(file),
        palette=spec.palette,
        progress=lambda done, rows: show(f"rows of {file.path}", done, rows),
    )


def _tell_unwritten(class_names) -> None:
    names = unwritten(class_names)
    if names:
        line = (
            f"no font on this machine has the letters of {', '.join(names)}: "
            "legends say `class` and the number. Name a font file in the "
            "environment variable DEEPLAB_FONT"
        )
        print(printable(line), file=sys.stderr)


def _report(plan: Plan, tally: Tally) -> None:
    if tally.turned:
        print(f"{tally.turned} turned upright, as their EXIF orientation says")
    if tally.longer:
        files = counted_noun(tally.longer, "file")
        print(f"Of {files} with several pictures, the first was taken")
    done, files = count(plan), len(plan.media)
    if tally.refused:
        done = f"{files - tally.refused:,} of {files:,} files"
    print(printable(f"{done} segmented into {plan.output}"))
    if tally.refused:
        print(f"{tally.refused:,} could not be; the errors above say why")
