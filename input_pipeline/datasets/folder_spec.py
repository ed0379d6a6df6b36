"""What the text files of a plain folder say about its labels."""

from pathlib import Path

from input_pipeline.datasets.class_names import read_class_names
from input_pipeline.datasets.label_map_file import FILE_NAME, read_label_map
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.default_palette import default_palette
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL


def read_folder_spec(root: Path) -> DatasetSpec | None:
    """Reads `classes.txt` and `label_map.json`.

    With a map alone the classes are called `class_0`, `class_1`, ...

    Args:
        root: folder of the data set.

    Returns:
        The classes and the map; None where neither file is there.

    Raises:
        DataError: if a file is damaged, or both do not fit each other.
    """
    mapping = read_label_map(root)
    path = root / "classes.txt"
    if path.exists():
        names = read_class_names(path)
    elif mapping:
        names = numbered_names(_count(mapping))
    else:
        return None
    try:
        return DatasetSpec(names, default_palette(len(names)), **mapping)
    except ValueError as error:
        raise DataError(f"{root / FILE_NAME}: {error}") from error


def numbered_names(count: int) -> tuple[str, ...]:
    """Names for classes that have none: `class_0`, `class_1`, ..."""
    return tuple(f"class_{class_id}" for class_id in range(count))


def _count(mapping: dict[str, tuple]) -> int:
    (pairs,) = mapping.values()
    used = [class_id for _, class_id in pairs if class_id != IGNORE_LABEL]
    return max(used, default=0) + 1
