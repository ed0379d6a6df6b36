"""Scores of a model file on a labeled data set."""

from deeplab_family.evaluation.evaluate import evaluate
from deeplab_family.evaluation.scores import Scores
from deeplab_family.evaluation.write_scores import write_scores

__all__ = ["Scores", "evaluate", "write_scores"]
