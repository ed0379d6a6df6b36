"""A folder of photographs through a model file, against the network alone.

    python -m benchmarks.predict_folder
    python -m benchmarks.predict_folder runs/photos/export/model_int8.tflite

What `deeplab predict MODEL FOLDER` does once the file is loaded: read, ask,
draw, and write masks and overlays. The photographs are drawn streets, or those
of --photographs. Contestants take turns; each piece of work is the folder.
"""

import contextlib
import io
import tempfile
from pathlib import Path

import numpy as np
import tyro
from PIL import Image

from benchmarks.harness import Step, race
from benchmarks.report import goal_row, report
from benchmarks.sample_model import sample_model
from deeplab_family.cli.predict import Options
from deeplab_family.cli.predict_plan import Plan
from deeplab_family.cli.predict_results import segment
from deeplab_family.inference import load_predictor
from deeplab_family.inference.resize import resize_bilinear
from deeplab_family.photographs import find_media, read_image
from input_pipeline.synthetic.street_scene import draw_scene

ALONE, WHOLE = "network alone", "deeplab predict"
GOAL = 1 / 0.85
"""The folder's time over the network's: 0.85 of its throughput."""


def main(
    model: tyro.conf.Positional[Path | None] = None,
    photographs: Path | None = None,
    size: tuple[int, int] = (360, 480),
    count: int = 48,
    rounds: int = 7,
) -> None:
    """Prints one table: the network, and the folder with all around it.

    Args:
        model: a model file; a network of random weights in int8 if left out.
        photographs: a folder; drawn ones if left out.
        size: height and width of those that are drawn, in pixels.
        count: of photographs that are drawn.
        rounds: turns of each contestant.
    """
    with tempfile.TemporaryDirectory() as folder:
        model = model or sample_model(folder)
        predictor = load_predictor(model)
        inputs = photographs or _drawn(Path(folder, "photos"), size, count)
        media = find_media([inputs])
        images = [
            _fitting(read_image(file.path), predictor.input_size)
            for file in media
        ]

        def alone():
            for image in images:
                predictor.raw(image[None])

        def whole(words: str = ""):
            save = tuple(filter(None, words.split(",")))
            plan = Plan(media, Path(folder, "results"), save)

            def run():
                with contextlib.redirect_stdout(io.StringIO()):
                    segment(plan, model, predictor, Options())

            return run

        timings = race(
            [
                Step(ALONE, alone, "all cores, images in memory"),
                Step(WHOLE, whole(), "masks and overlays"),
                Step(f"{WHOLE} --save mask", whole("mask"), "masks alone"),
            ],
            rounds=rounds,
        )
    height, width = images[0].shape[:2]
    title = f"Folder of {len(images)}, {height} x {width}: {model.name}"
    print(report(title, timings, ALONE, per_second=("images", len(images))))
    what = f"a folder through {model.name}"
    print(goal_row(what, timings, WHOLE, ALONE, GOAL))


def _drawn(folder: Path, size: tuple[int, int], count: int) -> Path:
    folder.mkdir()
    random = np.random.default_rng(0)
    for number in range(count):
        picture = Image.fromarray(draw_scene(size, random)[0])
        picture.save(folder / f"{number:04d}.jpg", quality=95)
    return folder


def _fitting(image: np.ndarray, size: tuple[int, int] | None) -> np.ndarray:
    if size is None:
        return image
    return np.rint(resize_bilinear(image[None], size)[0]).astype(np.uint8)


if __name__ == "__main__":
    tyro.cli(main)
