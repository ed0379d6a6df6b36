"""Golden outputs: images and every artifact's answer, kept in the export.

So somebody without the Keras model and without the data can see whether the
files still answer as they did: on another machine, with another runtime.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from deeplab_family.inference import Prediction, Predictor
from export.samples.samples import Samples
from input_pipeline.evenly import evenly

FOLDER = "proof"
NAME = "answers.json"


@dataclass(frozen=True, eq=False)
class Answer:
    """Answer to one image.

    Args:
        class_map: uint8 `(height, width)`.
        mean_probabilities: float `(classes,)`, over all pixels; `None` when
            the file answers with nothing but a class map.
    """

    class_map: np.ndarray
    mean_probabilities: np.ndarray | None

    @classmethod
    def of(cls, prediction: Prediction) -> "Answer":
        """The answer in a prediction for one image."""
        probabilities = prediction.probabilities
        if probabilities is not None:
            probabilities = probabilities.mean(axis=(0, 1, 2), dtype=float)
        return cls(prediction.class_map[0], probabilities)


@dataclass(frozen=True, eq=False)
class GoldenOutputs:
    """Images `(n, height, width, channels)`; by name, answers to the first."""

    images: np.ndarray
    answers: Mapping[str, tuple[Answer, ...]]


def ask(
    predictors: Mapping[str, Predictor],
    samples: Samples,
    count: int,
    slow: Collection[str] = (),
) -> GoldenOutputs:
    """Choose images evenly and let everybody answer.

    Args:
        predictors: by name.
        samples: the images to choose from.
        count: how many at most, > 0.
        slow: who answers the first one only.
    """
    images = samples.images[evenly(len(samples.images), count)]
    answers = {
        name: tuple(
            Answer.of(predictor(image[None]))
            for image in images[: 1 if name in slow else None]
        )
        for name, predictor in predictors.items()
    }
    return GoldenOutputs(images, answers)


def write_golden_outputs(
    folder: Path, references: GoldenOutputs, place: str = FOLDER
) -> None:
    """Write the images and class maps as PNGs, the rest as JSON.

    Images that are not uint8 RGB are written as NPY files.

    Args:
        folder: the export folder.
        references: what `ask` returned.
        place: name of the folder that is made within.
    """
    place = folder / place
    place.mkdir(parents=True, exist_ok=True)
    for index, image in enumerate(references.images):
        _save_image(place / f"image_{index}", image)
    means = {}
    for name, answers in references.answers.items():
        for index, answer in enumerate(answers):
            _save(place / f"{name}_{index}.png", answer.class_map)
        means[name] = [_listed(a.mean_probabilities) for a in answers]
    content = {"images": len(references.images), "mean_probabilities": means}
    text = json.dumps(content, indent=2) + "\n"
    (place / NAME).write_text(text, encoding="utf-8")


def read_golden_outputs(
    folder: Path, place: str = FOLDER
) -> GoldenOutputs | None:
    """Read them back; `None` when the export has none.

    Raises:
        OSError, ValueError, KeyError: a file is damaged or missing.
    """
    place = folder / place
    if not (place / NAME).exists():
        return None
    content = json.loads((place / NAME).read_text(encoding="utf-8"))
    numbers = range(content["images"])
    answers = {
        name: tuple(_answers(place, name, means))
        for name, means in content["mean_probabilities"].items()
    }
    images = [_image(place / f"image_{n}") for n in numbers]
    return GoldenOutputs(np.stack(images), answers)


def _save_image(place: Path, image: np.ndarray) -> None:
    if image.dtype == np.uint8 and image.shape[-1] == 3:
        Image.fromarray(image).save(place.with_suffix(".png"))
    else:
        np.save(place.with_suffix(".npy"), image, allow_pickle=False)


def _image(place: Path) -> np.ndarray:
    array = place.with_suffix(".npy")
    if array.exists():
        return np.load(array, allow_pickle=False)
    return np.asarray(Image.open(place.with_suffix(".png")))


def _answers(place: Path, name: str, means: list) -> Iterator[Answer]:
    for index, mean in enumerate(means):
        class_map = np.asarray(Image.open(place / f"{name}_{index}.png"))
        yield Answer(class_map, None if mean is None else np.array(mean))


def _save(path: Path, class_map: np.ndarray) -> None:
    Image.fromarray(class_map).save(path, optimize=True)


def _listed(means: np.ndarray | None) -> list[float] | None:
    return None if means is None else [round(float(m), 7) for m in means]
