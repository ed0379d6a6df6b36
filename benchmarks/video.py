"""Video through a model file: the whole way against the network alone.

    python -m benchmarks.video
    python -m benchmarks.video runs/photos/export/model_int8.tflite

The frames are drawn streets, as a Motion JPEG or MPEG-4 file. "side by side"
is what `deeplab predict` does: reading, network, drawing and writing in
threads of their own. "one after the other" is the same work in one thread.
Contestants take turns; each piece of work is one clip.
"""

import tempfile
from pathlib import Path

import numpy as np
import tyro

from benchmarks.harness import Step, race
from benchmarks.report import goal_row, report
from benchmarks.sample_model import sample_model
from deeplab_family.inference import load_predictor
from deeplab_family.inference.predictor_pool import parallel_predictors
from deeplab_family.inference.resize import resize_bilinear
from deeplab_family.model_classes import read_classes
from deeplab_family.photographs import MediaFile, VideoFrames
from deeplab_family.predicting import (
    VideoOverlay,
    find_codec,
    in_background,
    segmentation_of,
    segmented_frames,
    video_file,
)
from input_pipeline.synthetic.street_scene import draw_scene

ALONE, WHOLE = "network alone", "side by side"
GOAL = 1.1
"""The network's own pace, but for the first and the last frame."""


def main(
    model: tyro.conf.Positional[Path | None] = None,
    size: tuple[int, int] = (480, 640),
    frames: int = 40,
    smooth: float = 0.5,
    threads: int = 2,
    rounds: int = 7,
) -> None:
    """Prints one table: the network, the whole way, and what overlap brings.

    Args:
        model: a model file; a network of random weights in int8 if left out.
        size: height and width of the video, in pixels.
        frames: of the clip.
        smooth: share of earlier frames, for the contestant that smooths.
        threads: of the network, for a TFLite or ONNX file.
        rounds: turns of each contestant.
    """
    with tempfile.TemporaryDirectory() as folder:
        model = model or sample_model(folder)
        predictor = load_predictor(model, num_threads=threads)
        predictors = parallel_predictors(model, predictor, frames)
        spec = read_classes(model, predictor.num_classes, predictor.class_names)
        codec = find_codec()
        clip = Path(folder, f"clip{codec.ending}")
        _write_clip(clip, size, frames)
        output = Path(folder, f"drawn{codec.ending}")
        images = _fitting(clip, predictor.input_size or size)

        def alone():
            for image in images:
                predictor.raw(image)

        def whole(segment, change=in_background):
            return lambda: _run(clip, output, spec, segment, change)

        def side_by_side(images):
            return segmented_frames(predictors, images, spec)

        def smoothed(images):
            return segmented_frames(predictors, images, spec, smooth)

        def in_turn(images):
            for image in images:
                yield segmentation_of(image, predictor(image[None]), spec)

        timings = race(
            [
                Step(ALONE, alone, "images of its own size in memory"),
                Step(
                    WHOLE,
                    whole(side_by_side),
                    f"{codec.name} in and out",
                ),
                Step(f"{WHOLE}, --smooth {smooth}", whole(smoothed)),
                Step("one after the other", whole(in_turn, turn)),
            ],
            rounds=rounds,
        )
    height, width = size
    what = f"video of {height} x {width} through {model.name}"
    title = f"Video, {height} x {width}, {frames} frames: {model.name}"
    print(report(title, timings, ALONE, per_second=("frames", frames)))
    print(goal_row(what, timings, WHOLE, ALONE, GOAL))


def turn(items, change):
    """`in_background` without a background."""
    return map(change, items)


def _run(clip: Path, output: Path, spec, segment, change) -> None:
    frames = VideoFrames(MediaFile(clip, clip.stem))
    overlay = VideoOverlay(frames.size, spec.palette, spec.class_names)
    size = overlay.size
    pictures = change(segment(frames), lambda r: overlay(r.image, r.mask))
    with video_file(output, find_codec(), frames.rate, size) as write:
        for picture in pictures:
            write(picture)


def _write_clip(path: Path, size: tuple[int, int], count: int) -> None:
    """A camera that pans over a drawn street."""
    height, width = size
    image, _ = draw_scene((height, 2 * width), np.random.default_rng(0))
    with video_file(path, find_codec(), 25.0, size) as write:
        for number in range(count):
            left = number * width // count
            write(np.ascontiguousarray(image[:, left : left + width]))


def _fitting(clip: Path, size: tuple[int, int]) -> list[np.ndarray]:
    frames = VideoFrames(MediaFile(clip, clip.stem))
    return [
        np.rint(resize_bilinear(frame[None], size)).astype(np.uint8)
        for frame in frames
    ]


if __name__ == "__main__":
    tyro.cli(main)
