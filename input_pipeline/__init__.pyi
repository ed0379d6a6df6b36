from .augment import ColorJitter, RandomFlip, RandomScale
from .check import check_samples
from .data_config import DataConfig
from .datasets import DATASETS, DatasetSpec, open_dataset
from .errors import DataError
from .evaluation_batches import eval_batches
from .opened_data import OpenedData, open_data
from .picture_format import PictureFormat
from .records.record_writer import write_records
from .sample import IGNORE_LABEL, SamplePaths
from .sampling import HardClassBootstrap, Mix, Patches
from .synthetic.folder_writer import draw_synthetic
from .training_batches import train_batches

__all__ = [
    "ColorJitter",
    "DATASETS",
    "DataConfig",
    "DataError",
    "DatasetSpec",
    "HardClassBootstrap",
    "IGNORE_LABEL",
    "Mix",
    "OpenedData",
    "Patches",
    "PictureFormat",
    "RandomFlip",
    "RandomScale",
    "SamplePaths",
    "check_samples",
    "draw_synthetic",
    "eval_batches",
    "open_data",
    "open_dataset",
    "train_batches",
    "write_records",
]
