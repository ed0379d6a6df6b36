"""Asked model: one photograph to what a network says of it, as settings say."""

import dataclasses
import functools
import time
from dataclasses import dataclass
from http import HTTPStatus

import cv2
import numpy as np

from deeplab_family.app.page_settings import PageSettings
from deeplab_family.app.refusal import Refused
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.inference import (
    ImageSizeError,
    InferenceConfig,
    ModelFileError,
    Predictor,
)
from deeplab_family.inference.asked_pictures import asked_pictures, rgb_of
from deeplab_family.photographs import decode_photograph
from deeplab_family.predicting import Segmentation, segmentation_of
from input_pipeline import DataError, DatasetSpec

MOST_PIXELS = 2**22
"""Of an image at the largest scale that it is asked at."""

MOST_WAYS = 1000
"""Sizes and settings that are remembered as asked before."""


@dataclass(frozen=True)
class AskedOnce:
    """Segmentation of one photograph, with its time and its stored size.

    Args:
        segmentation: at the size at which it was asked.
        stored_size: `(height, width)` of the photograph, upright.
        milliseconds: of the network, and of the CRF if there is one.
        is_first: nothing of this size was asked in this way before, so that
            the time contains preparations.
        text: how it was asked, one line for people.
    """

    segmentation: Segmentation
    stored_size: tuple[int, int]
    milliseconds: float
    is_first: bool
    text: str


class AskedModel:
    """A network that answers for the bytes of photographs, one at a time.

    Args:
        name: shown to people; no path.
        predictor: of any model file.
        spec: names and colors of its classes.
    """

    def __init__(self, name: str, predictor: Predictor, spec: DatasetSpec):
        self.name = name
        self.predictor = predictor
        self.spec = spec
        self.pictures = asked_pictures(predictor)
        self._asked = set()
        # Of each a network or a traced function is held, so only few.
        self._at_stride = functools.lru_cache(maxsize=4)(self._at_stride)
        self._predictor = functools.lru_cache(maxsize=8)(self._predictor)

    def ask(self, encoded: bytes, settings: PageSettings) -> AskedOnce:
        """Segments a photograph.

        Args:
            encoded: a JPEG, PNG, TIFF, BMP, WebP or GIF file; of networks
                that take other images than 8-bit RGB a PNG, TIFF or NPY file.
            settings: how to ask.

        Raises:
            Refused: 400 if it cannot be read, or cannot be asked so.
        """
        try:
            photograph, _ = decode_photograph(encoded, self.pictures)
            return self._ask(photograph, settings)
        except (DataError, ImageSizeError, ModelFileError) as error:
            raise Refused(HTTPStatus.BAD_REQUEST, _sentence(error)) from error

    def _ask(self, photograph, settings) -> AskedOnce:
        image = shrunk(photograph, settings.side)
        config = settings.inference
        _check_work(image.shape[:2], config.scales)
        predictor = self._predictor(config)
        start = time.perf_counter()
        prediction = predictor(image[None])
        milliseconds = 1000 * (time.perf_counter() - start)
        way = (config, image.shape[:2])
        is_first = way not in self._asked
        if len(self._asked) < MOST_WAYS:
            self._asked.add(way)
        segmentation = segmentation_of(rgb_of(image), prediction, self.spec)
        _check_ids(segmentation)
        stored_size = photograph.shape[:2]
        return AskedOnce(
            segmentation, stored_size, milliseconds, is_first, config.text
        )

    def _predictor(self, config: InferenceConfig) -> Predictor:
        if config.asks_once:
            return self.predictor
        predictor = self._at_stride(config.output_stride)
        rest = dataclasses.replace(config, output_stride=None)
        return _asking(predictor, rest)

    def _at_stride(self, output_stride: int | None) -> Predictor:
        config = InferenceConfig(output_stride=output_stride)
        try:
            return _asking(self.predictor, config)
        except ValueError as error:
            # What the config of the network says of a stride it has not.
            raise Refused(HTTPStatus.BAD_REQUEST, _sentence(error)) from error


def _asking(predictor: Predictor, config: InferenceConfig) -> Predictor:
    # Means and the like are taken in TensorFlow; a TFLite file asked once
    # does without, and without the seconds of its start.
    start_tensorflow()
    from deeplab_family.inference import with_inference

    return with_inference(predictor, config)


def shrunk(image: np.ndarray, side: int) -> np.ndarray:
    """The image with no side above `side`; a smaller one as it is.

    Args:
        image: `(height, width, channels)`, uint8 RGB or float32.
        side: int > 0, pixels.
    """
    factor = side / max(image.shape[:2])
    if factor >= 1:
        return image
    height, width = (max(1, round(factor * n)) for n in image.shape[:2])
    small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    return small.reshape(height, width, -1)  # OpenCV drops a single channel


def _check_work(size, scales):
    height, width = size
    pixels = height * width * max(scales) ** 2
    if pixels > MOST_PIXELS:
        raise Refused(
            HTTPStatus.BAD_REQUEST,
            f"{width} x {height} pixels at scale {max(scales):g} are "
            f"{pixels / 1e6:.1f} million; up to {MOST_PIXELS / 1e6:.1f} "
            "million are asked here. Choose a shorter side or smaller scales.",
        )


def _check_ids(segmentation: Segmentation):
    highest, named = segmentation.mask.max(), len(segmentation.class_names)
    if highest >= named:
        raise ModelFileError(
            f"The network answers with class {highest}, but only {named} "
            "classes have names: classes.json beside it belongs to another "
            "model"
        )


def _sentence(error: Exception) -> str:
    text = str(error).strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."
