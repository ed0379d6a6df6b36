"""The report for programs: a stable form with a number of its own."""

import json
import math
from dataclasses import asdict

from export.report.report import ExportReport

# Goes up when a field changes its meaning or disappears, not when one comes.
SCHEMA_VERSION = 2
PICTURES = ("photo", "before", "after", "difference")


def as_json(report: ExportReport) -> str:
    """The report as JSON text; a number that is none (NaN) becomes null."""
    content = {"schema_version": SCHEMA_VERSION, **asdict(report)}
    measured = content["verification"]
    for image in measured["changed_images"]:
        for picture in PICTURES:
            del image[picture]
    shown = measured["artifacts"]
    artifacts = report.verification.artifacts
    for entry, artifact in zip(shown, artifacts, strict=True):
        entry["failures"] = artifact.failures
        for row, tensor in zip(entry["tensors"], artifact.tensors, strict=True):
            row["meaning"] = tensor.meaning
    content["sections"] = {
        section.title: section.data for section in report.sections
    }
    return json.dumps(_finite(content), indent=2, allow_nan=False) + "\n"


def _finite(value):
    """The same with null for every number that JSON does not know."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
