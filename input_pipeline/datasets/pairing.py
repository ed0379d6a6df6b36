"""Finds the label of each image by its file name."""

from pathlib import Path

from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths

IMAGE_ENDINGS = (".jpg", ".jpeg", ".png")
SHOWN = 5


def pair_files(images: Path, labels: Path) -> tuple[SamplePaths, ...]:
    """Pairs `images/<name>.jpg|jpeg|png` with `labels/<name>.png`.

    Hidden files are skipped. The result is sorted by name.

    Raises:
        DataError: if a folder is missing or empty, two images share a name,
            or an image or a label lacks its partner.
    """
    image_paths = _by_stem(images, IMAGE_ENDINGS, "images (.jpg, .jpeg, .png)")
    label_paths = _by_stem(labels, (".png",), "labels (.png)")
    _refuse_lonely(image_paths, label_paths, "image", "label", labels)
    _refuse_lonely(label_paths, image_paths, "label", "image", images)
    return tuple(
        SamplePaths(
            id=stem, image_path=image_paths[stem], label_path=label_paths[stem]
        )
        for stem in sorted(image_paths)
    )


def _by_stem(folder: Path, endings: tuple[str, ...], what: str):
    if not folder.is_dir():
        raise DataError(f"{folder} is not a folder; it should hold {what}")
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in endings or path.name.startswith("."):
            continue
        if path.stem in found:
            raise DataError(
                f"{found[path.stem]} and {path} share the name {path.stem!r}, "
                "so their label is not clear. Rename or remove one of them"
            )
        found[path.stem] = path
    if not found:
        raise DataError(f"{folder} is empty: no {what} in it")
    return found


def _refuse_lonely(these, those, this: str, that: str, folder: Path) -> None:
    lonely = sorted(these.keys() - those.keys())
    if not lonely:
        return
    shown = ", ".join(these[stem].name for stem in lonely[:SHOWN])
    more = ", ..." if len(lonely) > SHOWN else ""
    raise DataError(
        f"{len(lonely)} {this}s have no {that} of the same name in {folder}: "
        f"{shown}{more}. Add the missing {that}s or remove these {this}s"
    )
