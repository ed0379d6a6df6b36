"""int8 by two converters, and the mixtures between int8 and float32.

python -m benchmarks.quantization MODEL --calibration FOLDER --root FOLDER
"""

import tempfile
from pathlib import Path
from typing import Annotated

import keras
import numpy as np
import tyro

import deeplab_family.models  # noqa: F401  registers the networks
from benchmarks.report import machine
from deeplab_family.console.tables import (
    Table,
    numbers,
    words,
)
from deeplab_family.inference import load_keras_model, load_predictor
from export import LabeledData, Limit, export_tflite
from export.mixed_precision import (
    Int8Quantizer,
    Judge,
    search_mixed_precision,
)
from export.mixed_precision.curve import CurvePoint
from export.proof.latency import time_each
from export.samples.folder_images import (
    find_images,
    read_images,
)
from export.samples.samples import read_compared

COLUMNS = words("file") + numbers(
    "MB", "ms", "equal pixels", "mIoU", "fall, points"
)


def main(
    model: Annotated[Path, tyro.conf.Positional],
    calibration: Path,
    images: Path | None = None,
    root: str = "",
    dataset: str = "folder",
    split: str = "val",
    size: tuple[int, int] = (360, 480),
    calibration_limit: int = 100,
    image_limit: int = 30,
    equal_pixels: float = 0.95,
    max_miou_drop: float = 1.0,
    widen: tuple[str, str, float] | None = None,
) -> None:
    """Prints two tables: the converters, and the curve of a search.

    Args:
        model: a .keras file.
        calibration: folder of photographs to learn the ranges from.
        images: folder of photographs to judge on, without labels.
        root: folder of a labeled data set to judge on instead.
        dataset: its name; see docs/data/datasets.md.
        split: which part of it.
        size: height and width of the files' input.
        calibration_limit: photographs to calibrate on at most.
        image_limit: photographs to judge on at most.
        equal_pixels: what the file has to keep, 0..1.
        max_miou_drop: points of mean IoU that the file may lose.
        widen: a normalization, the only convolution behind it, and a factor:
            the first channel between them is that much larger, which changes
            nothing in float32 and ruins int8.
    """
    network = load_keras_model(model)
    if widen:
        widen_channel(network, *widen)
    learned = read_images(find_images(calibration, calibration_limit), size)
    data = (
        LabeledData(root=root, dataset=dataset, split=split) if root else None
    )
    compared = read_compared(str(images or ""), data, image_limit, size)
    shown, answers = compared.images, compared.labels
    limit = Limit(
        largest_difference=1.0,
        equal_pixels=equal_pixels,
        mean_iou_drop=max_miou_drop / 100,
    )
    with tempfile.TemporaryDirectory() as folder:
        files = export_tflite(
            network,
            folder,
            size,
            variants=["float32", "int8"],
            calibration=learned,
            faster=False,
        )
        judge = Judge(files["float32"], shown, answers)
        print(f"{machine()} {len(learned)} images to calibrate on, ", end="")
        print(f"{len(shown)} to judge on.\n", flush=True)
        print(converters(files, Path(folder), learned, judge), flush=True)
        found = search_mixed_precision(
            files["float32"],
            Path(folder) / "mixed.tflite",
            learned,
            shown,
            answers,
            limit=limit,
        )
    print(f"\n{found.to_markdown()}\n\nIn float32: ", end="")
    print(", ".join(found.chosen.kept) or "nothing")


def converters(files, folder: Path, calibration, judge: Judge) -> str:
    """A row for float32, TensorFlow's converter and ai-edge-quantizer."""
    quantizer = Int8Quantizer(files["float32"], calibration)
    own = folder / "quantizer.tflite"
    quantizer.write_all_but(own, [])
    contestants = {
        "float32": files["float32"],
        "int8, TensorFlow's converter": files["int8"],
        "int8, ai-edge-quantizer": own,
    }
    predictors = {name: load_predictor(p) for name, p in contestants.items()}
    latencies = time_each(predictors, judge.image)
    rows = []
    for name, path in contestants.items():
        point = CurvePoint(
            kept=(),
            size_bytes=path.stat().st_size,
            latency_ms=latencies[name].median_ms,
            score=judge.score(path),
            limit_usage=0.0,
            chosen=False,
        )
        rows.append((name, *point.row()[1:]))
    return Table(columns=COLUMNS, rows=tuple(rows)).markdown()


def widen_channel(
    model: keras.Model, norm: str, convolution: str, factor: float
) -> None:
    """Make one channel larger behind a layer and smaller before the next.

    Args:
        model: its answers stay the same.
        norm: end of the path of a linear batch normalization.
        convolution: end of the path of the only layer that reads it.
        factor: how much larger.
    """
    places = {
        f"{norm}/gamma": (np.s_[0], factor),
        f"{norm}/beta": (np.s_[0], factor),
        f"{convolution}/kernel": (np.s_[:, :, 0], 1 / factor),
    }
    for ending, (place, scale) in places.items():
        (variable,) = [v for v in model.variables if v.path.endswith(ending)]
        values = variable.numpy()
        values[place] *= scale
        variable.assign(values)


if __name__ == "__main__":
    tyro.cli(main)
