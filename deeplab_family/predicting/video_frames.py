"""Segmented frames of a video: reading, network and user side by side."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import numpy as np

from deeplab_family.inference import Prediction, Predictor
from deeplab_family.inference.predict_at_size import predict_at_size
from deeplab_family.predicting.overlap import in_background, in_parallel
from deeplab_family.predicting.segmentation import Segmentation
from deeplab_family.predicting.temporal_mean import TemporalMean
from input_pipeline import DatasetSpec


def segmented_frames(
    predictors: Sequence[Predictor],
    frames: Iterable[np.ndarray],
    spec: DatasetSpec,
    smooth: float = 0.0,
    keep_probabilities: bool = False,
) -> Iterator[Segmentation]:
    """Segments frames in their order, while the next are read.

    Args:
        predictors: of one model file; each is asked in a thread of its own.
            Frames that are smoothed go through the first, one by one.
        frames: uint8 RGB `(height, width, 3)`, all of one size.
        spec: names and colors of the classes.
        smooth: share of earlier frames in the probabilities, see
            `TemporalMean`; 0 (the default) judges each frame by itself.
        keep_probabilities: whether a segmentation holds them. Several wait
            at a time, and at 4K each may take a gigabyte. Defaults to False.

    Yields:
        The segmentation of each frame.

    Raises:
        ValueError: if `smooth` needs probabilities that the model file lacks,
            or is not in 0..1.
    """
    mean = TemporalMean(smooth)

    def smoothed(images: np.ndarray) -> Prediction:
        answer = predictors[0].run(images)
        if not answer.has_probabilities:
            raise ValueError(
                "smoothing needs probabilities, and the model file answers "
                "with a class map alone. Take the .keras file"
            )
        probabilities = mean(answer.probabilities)
        class_map = probabilities.argmax(axis=-1).astype(np.uint8)
        return Prediction(class_map, probabilities)

    def in_mean(images: np.ndarray) -> Prediction:
        # At the network's size: means of resized maps are resized means.
        return predict_at_size(smoothed, images, predictors[0].input_size)

    def segment(ask, frame: np.ndarray) -> Segmentation:
        answer = ask(frame[None])
        if not keep_probabilities:
            answer = Prediction(answer.class_map)
        return segmentation_of(frame, answer, spec)

    asks = [in_mean] if smooth else predictors
    changes = [partial(segment, ask) for ask in asks]
    return in_parallel(in_background(frames), changes)


def segmentation_of(image, prediction, spec, index: int = 0) -> Segmentation:
    """One image's part of the prediction for a batch.

    Args:
        image: uint8 RGB `(height, width, 3)`.
        prediction: of a batch with this image in it.
        spec: names and colors of the classes.
        index: place of the image in the batch.
    """

    def ask():
        probabilities = prediction.probabilities
        return None if probabilities is None else probabilities[index]

    mask = prediction.class_map[index]
    return Segmentation(image, mask, spec.class_names, spec.palette, ask)
