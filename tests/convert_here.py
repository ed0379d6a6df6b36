"""TFLite conversion within the process of the test.

`run_worker` starts a process for it, which imports TensorFlow: seconds that
a test of what the file answers need not spend. That process has its own tests.
"""

from pathlib import Path

import pytest

from export.tflite import calibrated_conversion


def convert_here(
    work: Path, jobs: list[dict[str, str]], images: Path | None
) -> dict[str, float]:
    """Stands in for `run_worker`; all files take no time."""
    for job in jobs:
        content = calibrated_conversion.convert(images and str(images), **job)
        (work / f"{job['name']}.tflite").write_bytes(content)
    return {job["name"]: 0.0 for job in jobs}


@pytest.fixture
def in_process(monkeypatch):
    """Exports without child processes, each of which imports TensorFlow.

    Files are converted here, and how much memory they need is not measured.
    `exported`, the tests of both processes and one of the command line have
    them.
    """
    monkeypatch.setattr("export.tflite.converter.run_worker", convert_here)
    monkeypatch.setattr(
        "export.proof.measurement.peak_memory", lambda *settings: None
    )
