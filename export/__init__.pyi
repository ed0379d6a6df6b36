from .artifacts import ARTIFACTS, ArtifactFormat
from .budgets import Budgets
from .errors import ExportError, VerificationError
from .export_model import export_model
from .export_settings import ExportSettings
from .labeled_data import LabeledData
from .limits import Limit
from .onnx import export_onnx
from .report import (
    Artifact,
    Delegation,
    ExportReport,
    Section,
    Verification,
)
from .saved_model import export_saved_model
from .serving.serving_settings import ServingSettings
from .tflite import export_tflite
from .verify import Finding, VerifyResult, verify_export

__all__ = [
    "ARTIFACTS",
    "Artifact",
    "ArtifactFormat",
    "Budgets",
    "Delegation",
    "ExportError",
    "ExportReport",
    "ExportSettings",
    "Finding",
    "LabeledData",
    "Limit",
    "Section",
    "ServingSettings",
    "Verification",
    "VerificationError",
    "VerifyResult",
    "export_model",
    "export_onnx",
    "export_saved_model",
    "export_tflite",
    "verify_export",
]
