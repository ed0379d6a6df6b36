"""Files to serve and to ship of a Keras model that segments, compared with it.

Works for Keras models that map RGB images `(batch, height, width, 3)`
with values 0 to 255 to logits of the same height and width.
"""

from export.budgets import Budgets
from export.errors import ExportError, VerificationError
from export.export_model import export_model
from export.export_settings import ExportSettings
from export.labeled_data import LabeledData
from export.limits import LIMITS, Limit
from export.onnx import export_onnx
from export.report import (
    Artifact,
    Delegation,
    ExportReport,
    Section,
    Verification,
)
from export.saved_model import export_saved_model
from export.serving import ServingSettings
from export.tflite import export_tflite
from export.verify import Finding, VerifyResult, verify_export

__all__ = [
    "LIMITS",
    "Artifact",
    "Budgets",
    "Delegation",
    "ExportError",
    "ExportReport",
    "ExportSettings",
    "Finding",
    "LabeledData",
    "Limit",
    "Section",
    "Verification",
    "ServingSettings",
    "VerificationError",
    "VerifyResult",
    "export_model",
    "export_onnx",
    "export_saved_model",
    "export_tflite",
    "verify_export",
]
