"""Files to samples to batches, with TensorFlow's `tf.data`."""

from input_pipeline.augment import ColorJitter, RandomFlip, RandomScale
from input_pipeline.check import check_samples
from input_pipeline.data_config import DataConfig
from input_pipeline.datasets import DATASETS, DatasetSpec, open_dataset
from input_pipeline.errors import DataError
from input_pipeline.eval_batches import eval_batches
from input_pipeline.records.write_records import write_records
from input_pipeline.sample import IGNORE_LABEL, SamplePaths
from input_pipeline.sampling import HardClassBootstrap, Mix, Patches
from input_pipeline.street.draw_synthetic import draw_synthetic
from input_pipeline.train_batches import train_batches

__all__ = [
    "ColorJitter",
    "DATASETS",
    "DataConfig",
    "DataError",
    "DatasetSpec",
    "HardClassBootstrap",
    "IGNORE_LABEL",
    "Mix",
    "Patches",
    "RandomFlip",
    "RandomScale",
    "SamplePaths",
    "check_samples",
    "draw_synthetic",
    "eval_batches",
    "open_dataset",
    "train_batches",
    "write_records",
]
