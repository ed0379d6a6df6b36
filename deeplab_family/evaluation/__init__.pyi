from .evaluator import count_pixels as count_pixels
from .evaluator import evaluate as evaluate
from .evaluator import scores_of as scores_of
from .protocol import DenseCRF as DenseCRF
from .protocol import Protocol as Protocol
from .scores import Scores as Scores
from .scores import write_scores as write_scores

__all__ = [
    "DenseCRF",
    "Protocol",
    "Scores",
    "count_pixels",
    "evaluate",
    "scores_of",
    "write_scores",
]
