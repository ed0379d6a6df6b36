"""Model handler of Beam's `RunInference` for any of our model files."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from apache_beam.ml.inference.base import ModelHandler

from deeplab_family.console.error_reason import error_line
from deeplab_family.inference import (
    ModelFileError,
    Predictor,
    load_predictor,
)
from deeplab_family.photographs import decode_photograph
from deeplab_family.sharded.checksum import model_checksum
from deeplab_family.sharded.picture import Answer, Picture
from input_pipeline import DataError


class PredictorHandler(ModelHandler[Picture, Answer, Predictor]):
    """Asks a predictor; a picture that cannot be segmented stops nothing.

    Args:
        model: a `.keras`, `.tflite` or `.onnx` file or a SavedModel folder,
            under this name on every machine.
        sha256: what `model_checksum` says of it; a machine that finds another
            model there refuses to work.
        batch_size: pictures that the network gets at once, where neighbors
            have one size.
        num_threads: CPU threads of a TFLite or ONNX file.
        trust: see `load_predictor`.
    """

    def __init__(
        self,
        model: str,
        sha256: str,
        batch_size: int = 1,
        num_threads: int = 1,
        trust: bool = False,
    ):
        super().__init__(max_batch_size=batch_size)
        self._model, self._sha256 = model, sha256
        self._num_threads, self._trust = num_threads, trust

    def load_model(self) -> Predictor:
        """The predictor, once for each process."""
        found = model_checksum(Path(self._model))
        if found != self._sha256:
            raise ModelFileError(
                f"{self._model} is another model here: its SHA-256 is {found}, "
                f"and the pipeline was started with {self._sha256}. Give every "
                "machine the same file, and leave it until the end"
            )
        return load_predictor(
            self._model, num_threads=self._num_threads, trust=self._trust
        )

    def run_inference(
        self,
        batch: Sequence[Picture],
        model: Predictor,
        inference_args: dict[str, Any] | None = None,
    ) -> Iterable[Answer]:
        """The answers, in the order of the pictures."""
        read = [_read(picture, model) for picture in batch]
        for _, group in itertools.groupby(read, key=_size):
            yield from _asked(list(group), model)

    def get_metrics_namespace(self) -> str:
        """The name under which Beam counts batches and their time."""
        return "deeplab"


def _read(picture: Picture, model: Predictor) -> Answer:
    if picture.reason is not None:
        return Answer(picture, reason=picture.reason)
    try:
        image, _ = decode_photograph(picture.content(), model.pictures)
    except (DataError, OSError) as error:
        return Answer(picture, reason=error_line(error))
    return Answer(picture, image)


def _size(answer: Answer) -> tuple[int, ...] | None:
    return None if answer.image is None else answer.image.shape


def _asked(group: list[Answer], model: Predictor) -> Iterator[Answer]:
    """Answers for pictures of one size, or the reasons of those without."""
    if group[0].image is None:
        yield from group
        return
    try:
        prediction = model(np.stack([one.image for one in group]))
    except ValueError as error:  # an ImageSizeError, or too many of them
        if len(group) == 1:
            yield Answer(group[0].picture, reason=error_line(error))
            return
        for one in group:
            yield from _asked([one], model)
        return
    for one, class_map in zip(group, prediction.class_map, strict=True):
        yield Answer(one.picture, one.image, class_map)
