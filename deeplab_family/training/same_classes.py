"""A run may start only from weights that mean the same by a class id."""

from pathlib import Path

from deeplab_family.class_names import require_same_names
from deeplab_family.inference.classes_file import names_beside
from deeplab_family.inference.stored_class_names import names_in_keras
from input_pipeline import DatasetSpec


def require_same_classes(weights: str | Path, spec: DatasetSpec) -> None:
    """Compares the class names of a checkpoint with those of the data.

    Args:
        weights: file to continue or to start from; "" and a file that is not
            there are passed over.
        spec: classes of the data set.

    Raises:
        ClassNamesError: names the first class that differs.
        ModelFileError: if `classes.json` beside the file is damaged.
    """
    path = Path(weights)
    if not path.is_file():
        return
    names = names_in_keras(path) or names_beside(path, None)
    require_same_names(names, spec.class_names, us=str(path))
