"""Finds what is wrong with the files before training stumbles over it."""

from input_pipeline.check.check_samples import check_samples

__all__ = ["check_samples"]
