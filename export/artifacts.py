"""Artifacts that an export can write: one entry each.

Limits, writers, calibration, defaults and the command line's help follow from
this table. It costs no TensorFlow: writers are imported when they are called.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from export.tflite.variants import VARIANTS
from export.tolerances import (
    BFLOAT16,
    EXACT,
    MIXED,
    Limit,
)

if TYPE_CHECKING:
    from deeplab_family.inference import Predictor
    from export.writers import Job

    Writer = Callable[[Job, list[str]], dict[str, Path]]


@dataclass(frozen=True, kw_only=True)
class ArtifactFormat:
    """Artifact format: its text, writer, loader and limit.

    Args:
        about: what it is, in a few words for the command line's help.
        limit: how far it may stray from the Keras model.
        write: takes a `Job` and the names of all artifacts to write that have
            this writer, so that those of one converter share a process;
            returns the file or folder of each.
        load: takes a path, `num_threads` and `trust`, and returns a
            `Predictor`; by default `load_predictor`, which knows the runtimes
            of this library.
        calibrated: whether it learns value ranges from images.
        by_default: whether it is written unasked.
        stands_for_model: whether it is as good as the Keras model for judging
            the others, when the model is gone.
        served: whether it does with an image what `ServingSettings` say.
    """

    about: str
    limit: Limit
    write: Writer
    load: Callable[..., Predictor] | None = None
    calibrated: bool = False
    by_default: bool = False
    stands_for_model: bool = False
    served: bool = False


def load_artifact(
    name: str, path: Path, *, num_threads: int = 2, trust: bool = False
) -> Predictor:
    """Load an artifact in its own runtime; see `load_predictor`.

    Args:
        name: a key of `ARTIFACTS`, or what another version called it.
        path: its file or folder.
        num_threads: CPU threads.
        trust: run a SavedModel that nobody vouches for.
    """
    from deeplab_family.inference import load_predictor

    known = ARTIFACTS.get(name)
    load = (known and known.load) or load_predictor
    return load(path, num_threads=num_threads, trust=trust)


def _write_serving(job: Job, names: list[str]) -> dict[str, Path]:
    from export.writers import write_serving

    return write_serving(job, names)


def _write_tflite(job: Job, names: list[str]) -> dict[str, Path]:
    from export.writers import write_tflite

    return write_tflite(job, names)


def _write_int8_mixed(job: Job, names: list[str]) -> dict[str, Path]:
    from export.writers import write_mixed

    return write_mixed(job, names)


def _write_onnx(job: Job, names: list[str]) -> dict[str, Path]:
    from export.writers import write_onnx

    return write_onnx(job, names)


ARTIFACTS: dict[str, ArtifactFormat] = {
    "serving": ArtifactFormat(
        about="bundle for TensorFlow Serving, docs/export/serving.md",
        limit=EXACT,
        write=_write_serving,
        by_default=True,
        stands_for_model=True,
        served=True,
    ),
    "serving_bfloat16": ArtifactFormat(
        about="the same bundle, computing in bfloat16; --serving.precision "
        "chooses, docs/export/serving.md",
        limit=BFLOAT16,
        write=_write_serving,
        served=True,
    ),
    **{
        name: ArtifactFormat(
            about=f"TFLite, {variant.about}",
            limit=variant.limit,
            write=_write_tflite,
            calibrated=variant.calibrated,
            by_default=variant.by_default,
            stands_for_model=variant.stands_for_model,
        )
        for name, variant in VARIANTS.items()
    },
    "int8_mixed": ArtifactFormat(
        about="TFLite, int8 with parts in float32 until it keeps its "
        "accuracy; takes minutes, docs/export/quantization.md",
        limit=MIXED,
        write=_write_int8_mixed,
        calibrated=True,
    ),
    "onnx": ArtifactFormat(
        about="ONNX, docs/export/other_runtimes.md",
        limit=EXACT,
        write=_write_onnx,
        stands_for_model=True,
    ),
    "onnx_fixed": ArtifactFormat(
        about="ONNX for one image at --image-size alone",
        limit=EXACT,
        write=_write_onnx,
    ),
}


def default_artifacts() -> tuple[str, ...]:
    """The names of what is written unasked."""
    return tuple(n for n, entry in ARTIFACTS.items() if entry.by_default)
