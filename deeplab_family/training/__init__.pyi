from .compiled_model import add_weight_decay, compile_model
from .devices import choose_strategy, describe_devices
from .divergence import DivergedError
from .finished_run import find_finished, finished_line
from .freezing import freeze
from .progress import TrainingProgress
from .trainer import train
from .work_directory import WorkDirectory

__all__ = [
    "DivergedError",
    "TrainingProgress",
    "WorkDirectory",
    "add_weight_decay",
    "choose_strategy",
    "compile_model",
    "describe_devices",
    "find_finished",
    "finished_line",
    "freeze",
    "train",
]
