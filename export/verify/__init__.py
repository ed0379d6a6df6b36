"""Repeats the proof of an export: later, elsewhere, without the model."""

from export.verify.finding import Finding, VerifyResult
from export.verify.verification import verify_export

__all__ = ["Finding", "VerifyResult", "verify_export"]
