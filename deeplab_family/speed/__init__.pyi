from .load_case import LoadCase as LoadCase
from .load_case import load_cases as load_cases
from .load_case import models_in as models_in
from .measured_load import MeasuredLoad as MeasuredLoad
from .measured_load import matrix_peaks as matrix_peaks
from .measured_load import measure as measure

__all__ = [
    "LoadCase",
    "MeasuredLoad",
    "load_cases",
    "matrix_peaks",
    "measure",
    "models_in",
]
