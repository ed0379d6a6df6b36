"""Files to samples to batches, with TensorFlow's `tf.data`."""

from input_pipeline.data_config import DataConfig
from input_pipeline.datasets import DATASETS, DatasetSpec, open_dataset
from input_pipeline.errors import DataError
from input_pipeline.eval_batches import eval_batches
from input_pipeline.street.draw_synthetic import draw_synthetic
from input_pipeline.train_batches import train_batches

__all__ = [
    "DATASETS",
    "DataConfig",
    "DataError",
    "DatasetSpec",
    "draw_synthetic",
    "eval_batches",
    "open_dataset",
    "train_batches",
]
