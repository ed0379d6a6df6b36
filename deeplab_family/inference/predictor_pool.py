"""Predictor pool: photographs of a folder, one for each core."""

from pathlib import Path

from deeplab_family.inference.onnx_predictor import OnnxPredictor
from deeplab_family.inference.predictor import Predictor, load_predictor
from deeplab_family.inference.tflite_predictor import TFLitePredictor
from deeplab_family.machine import cores

MOST = 8
"""Predictors at most; each holds the network's maps of a photograph."""
LEAST_EACH = 4
"""Photographs for each, for which it pays to load the file once more."""
PER_CALL = (TFLitePredictor, OnnxPredictor)


def parallel_predictors(
    path: Path, predictor: Predictor, photographs: int
) -> list[Predictor]:
    """Predictors that answer for several photographs at the same time.

    One that takes a photograph with all cores waits for the slowest of them
    at each layer, and while results are drawn and packed that is one that
    does both. Many with a core each lose nothing.

    Args:
        path: of the model file.
        predictor: of it, on all cores.
        photographs: how many will be asked.

    Returns:
        As many of the same file as there are cores, with a thread each; of
        few photographs, and of engines that answer several callers at once
        or whose memory is bounded, the predictor alone.
    """
    count = min(cores(), MOST, photographs // LEAST_EACH)
    if count < 2 or not isinstance(predictor, PER_CALL):
        return [predictor]
    return [
        load_predictor(path, num_threads=cores() // count) for _ in range(count)
    ]
