"""Videos and cameras of `deeplab predict`."""

import contextlib
import itertools
import time
from collections.abc import Iterator
from pathlib import Path

from deeplab_family.cli.predict_plan import Plan
from deeplab_family.console.progress_lines import ProgressLines
from deeplab_family.inference.predictor_pool import parallel_predictors
from deeplab_family.photographs import MediaFile, VideoFrames
from deeplab_family.photographs.video_frames import USUAL_RATE
from deeplab_family.predicting import (
    PROBABILISTIC,
    ResultFiles,
    VideoOverlay,
    find_codec,
    in_background,
    segmented_frames,
    video_file,
)
from input_pipeline import DataError

TIMED = 8
"""Frames of a camera that tell how many a second there are."""


def segment_video(
    plan: Plan,
    video: MediaFile,
    path: Path,
    predictor,
    spec,
    options,
    show: ProgressLines,
) -> None:
    """Segments a video and writes what the plan says of it.

    Reading, network, drawing and writing run side by side. What was done
    before a video turns out to be damaged is kept.

    Args:
        plan: of the command.
        video: a file or a camera.
        path: of the model file.
        predictor: what runs the network.
        spec: names and colors of the classes.
        options: of the command.
        show: tells how far it is.

    Raises:
        DataError: if no frame can be read, or not all of them.
        OSError: if a result cannot be written.
    """
    frames = VideoFrames(video, options.frames)
    overlay = VideoOverlay(
        frames.size, spec.palette, spec.class_names, options.opacity
    )

    def draw(result):
        drawn = plan.draws_videos and overlay(result.image, result.mask)
        return result, drawn

    # Of a camera nobody knows how many frames will come: one predictor.
    predictors = parallel_predictors(path, predictor, frames.count)
    keeps = bool({*plan.of_frames} & {*PROBABILISTIC})
    pictures = in_background(
        segmented_frames(predictors, frames, spec, options.smooth, keeps), draw
    )
    begun, done, damage = time.monotonic(), 0, None
    first, rate = [], frames.rate
    if rate is None:
        first, rate = _timed(pictures)
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.closing(pictures))
        write = _writer(stack, plan, video, rate, overlay.size, spec, options)
        try:
            for result, drawn in itertools.chain(first, pictures):
                write(result, drawn)
                done += 1
                total = max(frames.count, done + 1)
                show(f"segmenting {video.path}", done, total, unit="frames")
        except DataError as error:
            damage = error
        except KeyboardInterrupt:
            if video.camera is None:
                raise
    seconds = max(time.monotonic() - begun, 1e-9)
    frames_done = "1 frame" if done == 1 else f"{done:,} frames"
    speed = f"{frames_done}, {done / seconds:.1f} frames/s"
    show(f"{video.path}: {speed}", 0, 0)
    if damage:
        raise damage


def _timed(pictures: Iterator) -> tuple[list, float]:
    """The first pictures of a camera, and how many come in a second."""
    first, times = [], []
    for picture in itertools.islice(pictures, TIMED):
        first.append(picture)
        times.append(time.monotonic())
    # The first one also pays for the start of the network.
    seconds = times[-1] - times[1] if len(times) > 2 else 0
    return first, (len(times) - 2) / seconds if seconds > 0 else USUAL_RATE


def _writer(stack, plan: Plan, video, rate, size, spec, options):
    """A function that writes a frame's results."""
    add = save = None
    if plan.of_frames:
        files = ResultFiles(
            plan.frames_folder(video),
            plan.of_frames,
            smallest_region=options.smallest_region,
            url_prefix=options.url_prefix,
        )
        add = stack.enter_context(files.opened(spec))
    if plan.draws_videos:
        path = plan.video_path(video)
        save = stack.enter_context(video_file(path, find_codec(), rate, size))
    numbers = itertools.count(1)

    def write(result, drawn):
        if add is not None:
            name = f"{next(numbers):06d}"
            add(MediaFile(Path(f"{name}.png"), name), result)
        if save is not None:
            save(drawn)

    return write
