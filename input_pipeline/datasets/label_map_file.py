"""A map of stored ids or colors to classes, beside the labels of a folder.

{"pairs": [{"stored": 7, "class": 0}, {"stored": 0, "class": 255}]}
{"pairs": [{"stored": [128, 64, 128], "class": 0}]}
"""

from pathlib import Path

from input_pipeline.errors import DataError
from input_pipeline.json_file import read_json
from input_pipeline.sample import IGNORE_LABEL

FILE_NAME = "label_map.json"
_EXAMPLE = '{"pairs": [{"stored": 7, "class": 0}, {"stored": 0, "class": 255}]}'
_DAMAGED = (
    OSError,
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
)


def read_label_map(folder: Path) -> dict[str, tuple]:
    """Reads `label_map.json`.

    Args:
        folder: of the data set.

    Returns:
        `label_map` or `label_colors` as `DatasetSpec` takes them; empty when
        there is no such file.

    Raises:
        DataError: if the file is damaged, mixes ids and colors, or is a
            proposal that nobody has approved.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return {}
    try:
        content = read_json(path)
        is_proposal = content.get("proposal", False)
        pairs = [(p["stored"], _class_id(p["class"])) for p in content["pairs"]]
        mapping = _mapping(pairs)
    except _DAMAGED as error:
        raise DataError(
            f"{path} is not a label map ({_words(error)}). It must look like "
            f"{_EXAMPLE}, with ids or [red, green, blue] as `stored`"
        ) from error
    if is_proposal:
        raise DataError(
            f"{path} is a proposal. Check each pair, then remove "
            '`"proposal": true` from it'
        )
    return mapping


def _words(error: Exception) -> str:
    return str(error) if isinstance(error, ValueError) else repr(error)


def _mapping(pairs: list[tuple]) -> dict[str, tuple]:
    if not pairs:
        raise ValueError("no pairs")
    if all(_is_byte(stored) for stored, _ in pairs):
        return {"label_map": tuple(pairs)}
    for stored, _ in pairs:
        if not isinstance(stored, list) or len(stored) != 3:
            raise ValueError(f"stored {stored!r}")
        if not all(map(_is_byte, stored)):
            raise ValueError(f"the color {stored}")
    return {"label_colors": tuple((tuple(c), i) for c, i in pairs)}


def _class_id(value) -> int:
    if not _is_byte(value):
        raise ValueError(f"the class {value!r}, not 0 to {IGNORE_LABEL}")
    return value


def _is_byte(value) -> bool:
    return type(value) is int and 0 <= value <= 255


def read_class_names(path: Path) -> tuple[str, ...]:
    """Reads the names; blank lines do not count.

    Raises:
        DataError: if the file cannot be read, or does not hold 1 to 255
            different names.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not a UTF-8 text file") from error
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror or error}"
        ) from error
    names = tuple(line.strip() for line in lines if line.strip())
    if any("\0" in name for name in names):
        raise DataError(f"{path} is not a UTF-8 text file")
    if not names or len(names) > 255 or len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        again = f", {twice[0]!r} again" if twice else ""
        raise DataError(
            f"{path} must hold one class name a line, 1 to 255 different "
            f"ones. Found {len(names)} names, {len(set(names))} different"
            f"{again}"
        )
    return names
