"""Training: the parts, and `train`, which puts them together."""

from deeplab_family.training.compile_model import compile_model
from deeplab_family.training.devices import choose_strategy, describe_devices
from deeplab_family.training.divergence import DivergedError
from deeplab_family.training.progress import TrainingProgress
from deeplab_family.training.train import train
from deeplab_family.training.weight_decay import (
    add_weight_decay,
    freeze_batch_norm,
)
from deeplab_family.training.work_directory import WorkDirectory

__all__ = [
    "DivergedError",
    "TrainingProgress",
    "WorkDirectory",
    "add_weight_decay",
    "choose_strategy",
    "compile_model",
    "describe_devices",
    "freeze_batch_norm",
    "train",
]
