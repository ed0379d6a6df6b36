from .evaluator import count_pixels as count_pixels
from .evaluator import evaluate as evaluate
from .evaluator import scores_of as scores_of
from .image_scores import ImageScores as ImageScores
from .image_scores import write_image_scores as write_image_scores
from .intervals import Intervals as Intervals
from .intervals import bootstrap_intervals as bootstrap_intervals
from .judged_image import JudgedImage as JudgedImage
from .measure import Measure as Measure
from .paired_comparison import PairedDifference as PairedDifference
from .paired_comparison import paired_difference as paired_difference
from .protocol import Protocol as Protocol
from .scores import Scores as Scores
from .scores import write_scores as write_scores

__all__ = [
    "ImageScores",
    "Intervals",
    "JudgedImage",
    "Measure",
    "PairedDifference",
    "Protocol",
    "Scores",
    "bootstrap_intervals",
    "count_pixels",
    "evaluate",
    "paired_difference",
    "scores_of",
    "write_image_scores",
    "write_scores",
]
