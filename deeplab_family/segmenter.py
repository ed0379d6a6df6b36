"""A trained network in Python: from a photograph to classes with names."""

from os import PathLike
from pathlib import Path
from typing import Any, overload

import numpy as np
from PIL import Image

from deeplab_family.inference import (
    InferenceConfig,
    Predictor,
    load_predictor,
    with_inference,
)
from deeplab_family.inference.asked_pictures import asked_pictures, rgb_of
from deeplab_family.model_classes import read_classes
from deeplab_family.photographs import read_image, rgb_of_picture
from deeplab_family.predicting import Segmentation, segmentation_of
from deeplab_family.run_folder import model_file
from input_pipeline import DatasetSpec
from input_pipeline.picture_format import PictureFormat

Photograph = str | PathLike | np.ndarray | Image.Image


class Segmenter:
    """A network that is ready; `load` makes one from a file.

    Args:
        predictor: what runs the network.
        spec: names and colors of its classes.

    Attributes:
        class_names: the name of each class id.
        palette: the color `(red, green, blue)` of each.
    """

    def __init__(self, predictor: Predictor, spec: DatasetSpec):
        self.predictor = predictor
        self.class_names = spec.class_names
        self.palette = spec.palette
        self._asking = {}

    @overload
    def predict(
        self, photograph: Photograph, **inference: Any
    ) -> Segmentation: ...

    @overload
    def predict(
        self,
        photograph: list[Photograph] | tuple[Photograph, ...],
        **inference: Any,
    ) -> list[Segmentation]: ...

    def predict(self, photograph, **inference):
        """Segments a photograph, or each of several, at its own size.

        Args:
            photograph: a JPEG, PNG, TIFF, BMP, WebP or GIF file; a picture
                of Pillow; or a uint8 RGB array `(height, width, 3)`. Files
                and pictures with an EXIF orientation are turned upright. Of a
                network for other pictures, a file, or a float32 array
                `(height, width, channels)`, 0 to 255; see
                `input_pipeline.PictureFormat`. Or a list or tuple of these.
            **inference: fields of `InferenceConfig`, such as
                `scales=(0.75, 1.0, 1.25), flip=True`.

        Returns:
            A `Segmentation`; a list of them for a list or tuple. Those of a
            list do not hold their probabilities: each time these, or the
            confidence, are asked for, the network runs again.

        Raises:
            DataError: if a file or a picture of Pillow cannot be read.
            OSError: if it is not there.
            TypeError: if `InferenceConfig` has no such field.
            ValueError: if an array has another shape or dtype, or a field a
                value that it cannot have.
            ModelFileError: if the model file cannot be asked so.
        """
        predictor = self._predictor(InferenceConfig(**inference))
        if isinstance(photograph, list | tuple):
            return [self._light(one, predictor) for one in photograph]
        image = _pixels(photograph, asked_pictures(predictor))
        return segmentation_of(rgb_of(image), predictor(image[None]), self)

    def _predictor(self, config: InferenceConfig) -> Predictor:
        """Made once for each config: at another stride it is a network."""
        if config not in self._asking:
            self._asking[config] = with_inference(self.predictor, config)
        return self._asking[config]

    def _light(self, photograph: Photograph, predictor) -> Segmentation:
        image = _pixels(photograph, asked_pictures(predictor))

        def ask() -> np.ndarray | None:
            probabilities = predictor(image[None]).probabilities
            return None if probabilities is None else probabilities[0]

        mask = predictor(image[None]).class_map[0]
        seen = rgb_of(image)
        return Segmentation(seen, mask, self.class_names, self.palette, ask)


def load(
    path: str | PathLike, *, num_threads: int = 2, trust: bool = False
) -> Segmenter:
    """Loads a trained network, built once for all photographs.

    Args:
        path: the folder of a run, whose best network is meant; a `.keras`,
            `.tflite` or `.onnx` file; a SavedModel folder; or the folder of
            an export with one model in it.
        num_threads: CPU threads for a TFLite or ONNX file.
        trust: run a SavedModel that `deeplab export` did not write; it is a
            program. Defaults to False.

    Returns:
        A `Segmenter`.

    Raises:
        ModelFileError: if there is no model, or it is damaged.
        ValueError: if a run was not evaluated yet, an export holds several
            models, or nothing tells how many classes there are.
    """
    path = model_file(path)
    predictor = load_predictor(path, num_threads=num_threads, trust=trust)
    names = predictor.class_names
    return Segmenter(
        predictor, read_classes(path, predictor.num_classes, names)
    )


def _pixels(photograph: Photograph, pictures: PictureFormat) -> np.ndarray:
    if isinstance(photograph, str | PathLike):
        return read_image(Path(photograph), pictures)
    if not pictures.is_ordinary:
        return _of_format(photograph, pictures)
    if isinstance(photograph, Image.Image):
        return rgb_of_picture(photograph)
    shape, dtype = np.shape(photograph), getattr(photograph, "dtype", None)
    if len(shape) != 3 or shape[-1] != 3 or 0 in shape or dtype != np.uint8:
        raise ValueError(
            "a photograph must be a file, a picture of Pillow, or a uint8 RGB "
            f"array (height, width, 3). Received: {type(photograph).__name__} "
            f"of shape {shape} and dtype {dtype}"
        )
    return photograph


def _of_format(image: np.ndarray, pictures: PictureFormat) -> np.ndarray:
    shape, dtype = np.shape(image), getattr(image, "dtype", None)
    channels = pictures.channels
    if len(shape) != 3 or shape[-1] != channels or dtype != np.float32:
        raise ValueError(
            f"the network takes images of {pictures}: give a file, or a "
            f"float32 array (height, width, {channels}), 0 to 255. Received: "
            f"{type(image).__name__} of shape {shape} and dtype {dtype}"
        )
    return image
