"""Measures by name, as `deeplab evaluate --measures` takes them."""

from collections.abc import Sequence
from pathlib import Path

from deeplab_family.evaluation.measure import Measure
from deeplab_family.evaluation.measures.border_measures import (
    BoundaryMeasure,
    TrimapMeasure,
)
from deeplab_family.evaluation.measures.calibration_measure import (
    CalibrationMeasure,
)
from deeplab_family.evaluation.measures.kitti_measure import KITTIMeasure
from deeplab_family.evaluation.measures.size_measure import SizeMeasure
from input_pipeline.datasets.spec import DatasetSpec

CALIB = Path("training") / "calib"


def make_measures(
    names: Sequence[str],
    spec: DatasetSpec,
    root: str | Path = "",
    temperature: float | str = 1.0,
) -> list[Measure]:
    """Builds what is measured besides the confusion matrix.

    Args:
        names: keys of `MEASURES`, in the order to be shown.
        spec: what the labels mean.
        root: folder of the data set, in which KITTI's calibration lies.
        temperature: see `CalibrationMeasure`.

    Raises:
        KeyError: if there is no such measure.
        ValueError: if one does not suit the data.
    """
    labels = spec.class_names, spec.ignore_label
    calib = Path(root) / CALIB
    makers = {
        "boundary": lambda: BoundaryMeasure(*labels),
        "trimap": lambda: TrimapMeasure(*labels),
        "calibration": lambda: CalibrationMeasure(
            spec.ignore_label, temperature
        ),
        "size": lambda: SizeMeasure(*labels),
        "kitti": lambda: KITTIMeasure(
            *labels, calib=calib if calib.is_dir() else None
        ),
    }
    return [makers[name]() for name in dict.fromkeys(names)]
