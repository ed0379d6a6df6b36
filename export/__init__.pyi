from .artifacts import ARTIFACTS, ArtifactFormat
from .errors import ExportError, VerificationError
from .export_settings import ExportSettings
from .exporter import export_model
from .onnx.exporter import export_onnx
from .report import (
    Artifact,
    Delegation,
    ExportReport,
    Section,
    Verification,
)
from .samples.labeled_data import LabeledData
from .saved_model import export_saved_model
from .serving.serving_settings import ServingSettings
from .tflite.converter import export_tflite
from .tolerances import Budgets, Limit
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
