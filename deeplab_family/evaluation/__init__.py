"""Scores of a model file on a labeled data set."""

from deeplab_family.evaluation.evaluator import evaluate
from deeplab_family.evaluation.scores import Scores, write_scores

__all__ = ["Scores", "evaluate", "write_scores"]
