"""Classes of a checkpoint and of the data that it would train on."""

from pathlib import Path

from deeplab_family.class_names import require_same_names
from deeplab_family.inference.classes_file import names_beside
from deeplab_family.inference.stored_class_names import names_in_keras
from input_pipeline import DatasetSpec


def require_same_classes(checkpoint: Path, spec: DatasetSpec) -> None:
    """Compares the class names of a checkpoint with those of the data.

    Args:
        checkpoint: file to resume from; one that is not there is passed over.
        spec: classes of the data set.

    Raises:
        ClassNamesError: names the first class that differs.
        ModelFileError: if `classes.json` beside the file is damaged.
    """
    if not checkpoint.is_file():
        return
    names = names_in_keras(checkpoint) or names_beside(checkpoint, None)
    require_same_names(names, spec.class_names, us=str(checkpoint))
