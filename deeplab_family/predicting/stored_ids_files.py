"""Stored id files: masks with the ids that a data set's test server takes."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from deeplab_family.class_names import require_same_names
from deeplab_family.visualization import write_gray
from input_pipeline import DATASETS, DataError
from input_pipeline.datasets import DatasetSpec, to_stored_ids

FOLDER = "stored_ids"


def stored_ids_writer(
    output: Path, dataset: str, class_names: Sequence[str]
) -> Callable[[str, np.ndarray], None]:
    """Makes a function that writes `output/stored_ids/<name>.png`.

    Args:
        output: folder of all results.
        dataset: a key of `DATASETS` whose labels have a fixed map of ids; ""
            for a function that does nothing.
        class_names: of the model, in the order of its ids.

    Returns:
        A function of the name and the class map, `(height, width)`.

    Raises:
        DataError: if the data set has no such map.
        ClassNamesError: if it has other classes, or another order.
    """
    if not dataset:
        return lambda name, class_map: None
    spec = _spec(dataset)
    require_same_names(class_names, spec.class_names, them=dataset)

    def write(name: str, class_map: np.ndarray) -> None:
        path = output / FOLDER / f"{name}.png"
        write_gray(path, to_stored_ids(class_map, spec))

    return write


def _spec(dataset: str) -> DatasetSpec:
    known = {
        name: kind.spec
        for name, kind in sorted(DATASETS.items())
        if isinstance(kind.__dict__.get("spec"), DatasetSpec)
        and kind.spec.label_map is not None
    }
    if dataset not in known:
        raise DataError(
            f"--stored-ids must be one of {', '.join(known)}. "
            f"Received: {dataset!r}"
        )
    return known[dataset]
