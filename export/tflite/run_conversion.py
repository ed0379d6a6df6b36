"""Conversion in a child process, and what became of it."""

import errno
import json
import os
import re
import subprocess
from pathlib import Path

from deeplab_family.child_process import child_command
from deeplab_family.console.error_reason import explain
from export.errors import ExportError
from export.tflite import calibrated_conversion

LONGEST = 500
MISSING_OPS = (
    re.compile(r"(?:TF Select|Flex|Custom) ops: (.+)"),
    re.compile(r"'tf\.(\w+)' op is neither"),
)


def run_worker(
    work: Path,
    jobs: list[dict[str, str]],
    images: Path | None,
) -> dict[str, float]:
    """Convert SavedModels into TFLite files, in a child process.

    Args:
        work: folder for the request and the files, `name.tflite`.
        jobs: "name", "saved_model" and "numbers" of each file, see
            `calibrated_conversion.convert`.
        images: `.npy` file of calibration images.

    Returns:
        Name of the file -> seconds that its conversion took.

    Raises:
        ExportError: a conversion failed; says which and why.
        OSError: it failed because the disk is full.
    """
    request = work / "request.json"
    content = {
        "folder": str(work),
        "jobs": jobs,
        "images": images and str(images),
    }
    request.write_text(json.dumps(content), encoding="utf-8")
    command = [
        *child_command(script=calibrated_conversion.__file__),
        str(request),
    ]
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "2", "CUDA_VISIBLE_DEVICES": "-1"}
    child = subprocess.run(
        command,
        env=os.environ | quiet,
        capture_output=True,
        encoding="utf-8",
        errors="backslashreplace",
    )
    if child.returncode == 0:
        return _seconds(child.stdout)
    if os.strerror(errno.ENOSPC) in child.stderr:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(work))
    raise ExportError(_reason(child))


def _seconds(output: str) -> dict[str, float]:
    """Of each file, from a line of JSON each; TensorFlow may print others."""
    lines = [line for line in output.splitlines() if line.startswith("{")]
    reports = map(json.loads, lines)
    return {report["name"]: report["seconds"] for report in reports}


def _reason(child: subprocess.CompletedProcess) -> str:
    for line in child.stderr.splitlines():
        if line.startswith(calibrated_conversion.FAILED):
            report = json.loads(line.removeprefix(calibrated_conversion.FAILED))
            return _explain(**report)
    last = (child.stderr.strip().splitlines() or ["it said nothing"])[-1]
    return (
        f"the TFLite converter ended with status {child.returncode}, perhaps "
        f"for want of memory. Its last line: {last[:200]}"
    )


def _explain(name: str, error: str, kind: str = "") -> str:
    file = f"{name}.tflite"
    for pattern in MISSING_OPS:
        operations = pattern.search(error)
        if operations:
            return (
                f"{file}: TFLite has no builtin operation for "
                f"{operations[1].strip()}. Build that part of the model from "
                "other operations; keras.ops.argmax, for one, needs tf.argmax"
            )
    line = " ".join(explain(error, kind).split())
    return f"{file}: cannot be converted: {line[:LONGEST]}"
