"""Scores of a model file on a labeled data set."""

from deeplab_family.evaluation.evaluator import (
    count_pixels,
    evaluate,
    scores_of,
)
from deeplab_family.evaluation.scores import Scores, write_scores

__all__ = ["Scores", "count_pixels", "evaluate", "scores_of", "write_scores"]
