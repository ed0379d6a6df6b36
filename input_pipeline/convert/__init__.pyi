from .conversion import FORMATS, Conversion, Division, convert
from .stratification import group_names, stratified_split

__all__ = [
    "Conversion",
    "Division",
    "FORMATS",
    "convert",
    "group_names",
    "stratified_split",
]
