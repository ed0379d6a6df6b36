"""Runs exported files on real images, beside the model they came from."""

from export.proof.measurement import measure

__all__ = ["measure"]
