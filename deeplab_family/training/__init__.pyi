from .compiled_model import add_weight_decay, compile_model
from .devices import choose_strategy, describe_devices
from .divergence import DivergedError
from .finished_run import find_finished, finished_line
from .freezing import freeze
from .progress import TrainingProgress
from .stage_data import open_stages
from .stage_selection import chosen_stages, select_stages, stages_left
from .staged_training import train_stages
from .trainer import train
from .work_directory import WorkDirectory
from .workers import Workers, find_workers

__all__ = [
    "DivergedError",
    "TrainingProgress",
    "WorkDirectory",
    "Workers",
    "add_weight_decay",
    "choose_strategy",
    "chosen_stages",
    "compile_model",
    "describe_devices",
    "find_finished",
    "find_workers",
    "finished_line",
    "freeze",
    "open_stages",
    "select_stages",
    "stages_left",
    "train",
    "train_stages",
]
