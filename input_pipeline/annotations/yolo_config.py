"""`data.yaml` of a YOLO export: class names, and where the images are.

Names are a list or a mapping from 0 on. `path` often is a folder on another
machine, and Roboflow writes `../train/images` for a folder beside the file;
what is not found is looked for beside it.

Source: docs.ultralytics.com/datasets/segment, "Dataset YAML format".
"""

from pathlib import Path

from input_pipeline.annotations.class_label import class_label
from input_pipeline.annotations.large_json import short
from input_pipeline.errors import DataError

SPLITS = ("train", "val", "test")
LARGEST = 2**22


def read_yaml(path: Path) -> dict:
    """Reads a YAML file that holds a mapping.

    Raises:
        DataError: if PyYAML is not installed, or the file is something else.
    """
    try:
        import yaml
    except ImportError as error:
        raise DataError(
            f"{path} needs PyYAML. Install it with `pip install PyYAML`"
        ) from error
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(f"it has more than {LARGEST:,} bytes")
        text = path.read_text(encoding="utf-8-sig")
        if "&" in text and "*" in text:
            list(_no_aliases(yaml, text))
        content = yaml.safe_load(text)
        if not isinstance(content, dict):
            raise ValueError("it holds no `names`")
        return content
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise DataError(
            f"{path} cannot be read as YAML: {short(error)}"
        ) from error


def _no_aliases(yaml, text: str):
    """A few lines of aliases can stand for gigabytes."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("it repeats parts by *alias")
        yield event


def class_names(content: dict, path: Path) -> list[str]:
    """The names by class number.

    Args:
        content: of the file.
        path: of the file, for messages.

    Raises:
        DataError: if they are no list, and no mapping of 0, 1, 2, ...
    """
    names = content.get("names")
    if isinstance(names, dict):
        if sorted(names, key=str) != sorted(range(len(names)), key=str):
            raise DataError(
                f"{path}: `names` must number the classes 0, 1, 2, ... "
                f"Found {[*names][:5]!r:.60}"
            )
        names = [names[number] for number in range(len(names))]
    if not isinstance(names, list) or not names:
        raise DataError(f"{path} must list the classes in `names`")
    names = [str(n) if isinstance(n, int | float) else n for n in names]
    try:
        checked = [class_label(name) for name in names]
    except ValueError as error:
        raise DataError(f"{path}: `names` holds {error}") from error
    if len(set(checked)) < len(checked):
        raise DataError(
            f"{path}: `names` must hold different words. Found {names!r:.80}"
        )
    return checked


def image_places(content: dict, path: Path) -> dict[str, list[Path]]:
    """Folders, or lists of images, of each split.

    Args:
        content: of the file.
        path: of the file.

    Raises:
        DataError: if one is not there.
    """
    base = path.parent
    stated = content.get("path")
    if isinstance(stated, str) and (base / stated).is_dir():
        base = base / stated
    found = {}
    for split in SPLITS:
        other = "valid" if split == "val" else None
        stated = content.get(split, content.get(other))
        if not stated:
            continue
        words = stated if isinstance(stated, list) else [stated]
        found[split] = [_place(word, base, path, split) for word in words]
    return found


def _place(word, base: Path, path: Path, split: str) -> Path:
    if not isinstance(word, str) or "\0" in word:
        raise DataError(f"{path}: `{split}` must name a folder of images")
    word = word.replace("\\", "/")
    inside = word
    while inside.startswith(("../", "./")):
        inside = inside.partition("/")[2]
    for folder in (base, path.parent):
        for name in (word, inside):
            if (folder / name).exists():
                return folder / name
    raise DataError(
        f"{path}: the images of {split!r} are not at {base / word}, nor at "
        f"{path.parent / inside}. Correct `{split}` or `path` in that file"
    )
