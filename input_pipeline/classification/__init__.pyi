from .class_data import OpenedClassData
from .class_data_config import ClassDataConfig
from .class_source import ClassSource
from .class_tree import ClassSpec, LabeledImages, list_images, read_classes
from .drawn_classes import draw_classes
from .evaluation_crop import EvaluationCrop
from .pca_lighting import PCALighting
from .random_sized_crop import RandomSizedCrop

__all__ = [
    "ClassDataConfig",
    "ClassSource",
    "ClassSpec",
    "EvaluationCrop",
    "LabeledImages",
    "OpenedClassData",
    "PCALighting",
    "RandomSizedCrop",
    "draw_classes",
    "list_images",
    "read_classes",
]
