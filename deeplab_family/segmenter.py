"""A trained network in Python: from a photograph to classes with names."""

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import overload

import numpy as np
from PIL import Image, ImageOps

from deeplab_family.inference import Predictor, load_predictor
from deeplab_family.model_classes import read_classes
from deeplab_family.photographs import read_image
from deeplab_family.run_folder import model_file
from deeplab_family.visualization import overlay
from input_pipeline import DatasetSpec

Photograph = str | PathLike | np.ndarray | Image.Image
# Their values are not 0..255, and Pillow would clip them.
DEEP_MODES = ("I", "F")


@dataclass(frozen=True, eq=False)
class Segmentation:
    """What a network says of one photograph.

    Args:
        image: uint8 RGB `(height, width, 3)`, upright.
        mask: uint8 class ids `(height, width)`.
        class_names: the name of each id.
        palette: the color `(red, green, blue)`, 0..255, of each id.
    """

    image: np.ndarray
    mask: np.ndarray
    class_names: tuple[str, ...]
    palette: tuple[tuple[int, int, int], ...]

    def overlay(self, opacity: float = 0.5) -> np.ndarray:
        """The colors of the classes over the photograph, a legend below.

        Args:
            opacity: float in 0..1, share of the class color.

        Returns:
            uint8 RGB `(height and that of the legend, width, 3)`; a very
            narrow photograph gets wider.
        """
        return overlay(
            self.image,
            self.mask,
            self.palette,
            self.class_names,
            opacity=opacity,
        )


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

    @overload
    def predict(self, photograph: Photograph) -> Segmentation: ...

    @overload
    def predict(
        self, photograph: list[Photograph] | tuple[Photograph, ...]
    ) -> list[Segmentation]: ...

    def predict(self, photograph):
        """Segments a photograph, or each of several, at its own size.

        Args:
            photograph: a JPEG or PNG file; a picture of Pillow; or a uint8
                RGB array `(height, width, 3)`. Files and pictures with an
                EXIF orientation are turned upright. Or a list or tuple of
                these.

        Returns:
            A `Segmentation`; a list of them for a list or tuple.

        Raises:
            DataError: if a file is no readable JPEG or PNG.
            OSError: if it is not there.
            ValueError: if an array has another shape or dtype, or a picture
                has more than 8 bits.
        """
        if isinstance(photograph, list | tuple):
            return [self.predict(one) for one in photograph]
        image = _pixels(photograph)
        mask = self.predictor(image[None]).class_map[0]
        return Segmentation(image, mask, self.class_names, self.palette)


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


def _pixels(photograph: Photograph) -> np.ndarray:
    if isinstance(photograph, Image.Image):
        if photograph.mode.startswith(DEEP_MODES):
            raise ValueError(
                "a picture must have 8 bits a color. Received: mode "
                f"{photograph.mode!r}"
            )
        upright = ImageOps.exif_transpose(photograph)
        return np.asarray(upright.convert("RGB"))
    if isinstance(photograph, str | PathLike):
        return read_image(Path(photograph))
    shape, dtype = np.shape(photograph), getattr(photograph, "dtype", None)
    if len(shape) != 3 or shape[-1] != 3 or 0 in shape or dtype != np.uint8:
        raise ValueError(
            "a photograph must be a file, a picture of Pillow, or a uint8 RGB "
            f"array (height, width, 3). Received: {type(photograph).__name__} "
            f"of shape {shape} and dtype {dtype}"
        )
    return photograph
