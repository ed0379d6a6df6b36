"""Holds size and time against what the user can afford.

The budget of the mean IoU is part of the limits, see `ExportSettings`.
"""

from collections.abc import Sequence
from dataclasses import replace

from export.budgets import Budgets
from export.report.artifact import Artifact

REFERENCE = "float32"


def judge(
    artifacts: Sequence[Artifact], keras_latency_ms: float, budgets: Budgets
) -> tuple[Artifact, ...]:
    """The same artifacts, each with the reasons why it costs too much.

    Args:
        artifacts: as measured.
        keras_latency_ms: stands in where there is no float32 file.
        budgets: what the user can afford.
    """
    by_name = {artifact.name: artifact for artifact in artifacts}
    reference = by_name.get(REFERENCE)
    base = (
        ("the Keras model", keras_latency_ms)
        if reference is None
        else ("the float32 file", reference.latency_ms)
    )
    return tuple(
        replace(artifact, over_budget=_reasons(artifact, base, budgets))
        for artifact in artifacts
    )


def _reasons(artifact: Artifact, base, budgets: Budgets) -> tuple[str, ...]:
    found = []
    if artifact.is_file:
        found.append(_size(artifact, budgets.max_size_mb))
    if artifact.is_file and artifact.name != REFERENCE:
        found.append(_latency(artifact, base, budgets.max_latency_ratio))
    return tuple(reason for reason in found if reason)


def _size(artifact: Artifact, most: float | None) -> str:
    size = artifact.size_bytes / 1e6
    if most is None or size <= most:
        return ""
    return f"it has {size:.2f} MB, the budget is {most:g} MB"


def _latency(artifact: Artifact, base, most: float | None) -> str:
    name, base_ms = base
    ratio = artifact.latency_ms / base_ms
    # Written so that NaN breaks the budget.
    if most is None or ratio <= most:
        return ""
    return (
        f"it takes {ratio:.2f} times as long as {name}, "
        f"the budget is {most:g} times"
    )
