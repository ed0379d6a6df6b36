"""The bundle for TensorFlow Serving: model, settings, clients, checks."""

from export.serving.bundle import (
    prove_serving_bundle,
    write_serving_bundle,
)
from export.serving.serving_settings import ServingSettings
from export.serving.versions import next_version

__all__ = [
    "ServingSettings",
    "next_version",
    "prove_serving_bundle",
    "write_serving_bundle",
]
