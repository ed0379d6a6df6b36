"""Pairing of images and labels by file name; name lists of splits."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from input_pipeline.counted_nouns import counted_noun
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths

IMAGE_ENDINGS = (".jpg", ".jpeg", ".png")
LABEL_TAILS = ("_mask", "-mask", "_label", "_labels", "_seg", "_segmentation")
"""What may stand between the name of an image and the ending of its label."""

SHOWN = 5
DIVIDED = ("train", "val", "test")
"""Splits that `deeplab convert --split` makes."""


def pair_files(
    images: Path, labels: Path, tail: str = ""
) -> tuple[SamplePaths, ...]:
    """Pairs `images/<name>.jpg|jpeg|png` with `labels/<name>.png`.

    Hidden files are skipped. The result is sorted by name.

    Args:
        images: folder of the images.
        labels: folder of the labels; with a `tail` it may be the same.
        tail: labels are called `<name><tail>.png`, like "_mask". Defaults
            to what all labels have more than their images, often nothing.

    Raises:
        DataError: if a folder is missing or empty, two images share a name,
            or an image or a label lacks its partner.
    """
    of_images = find_by_name(
        images, IMAGE_ENDINGS, "images (.jpg, .jpeg, .png)"
    )
    if images == labels:
        of_images = {n: p for n, p in of_images.items() if not n.endswith(tail)}
        of_labels = find_by_name(labels, (f"{tail}.png",), "labels (.png)")
    else:
        of_labels = find_by_name(labels, (".png",), "labels (.png)")
        of_labels = without_tail(of_images, of_labels)
    return pair_by_name(of_images, of_labels, images, labels)


def without_tail(
    images: Mapping[str, Path], labels: Mapping[str, Path]
) -> dict[str, Path]:
    """The labels by the names of their images, where all have one tail more.

    Args:
        images: image files by name.
        labels: label files by name.

    Returns:
        The labels under names without "_mask" or its like, if every label
        has it, no image does, and one image then has its label; else as
        they are.
    """
    for tail in LABEL_TAILS:
        if not all(name.endswith(tail) for name in labels):
            continue
        bare = {name.removesuffix(tail): path for name, path in labels.items()}
        if bare.keys() & images.keys() and not labels.keys() & images.keys():
            return bare
    return dict(labels)


def find_by_name(
    folder: Path, endings: tuple[str, ...], what: str, pattern: str = "*"
) -> dict[str, Path]:
    """Finds files by what they are called without their ending.

    Args:
        folder: where to look; hidden files are skipped.
        endings: what may follow the name, in any case, like `.jpg`.
        what: the files in words, for messages.
        pattern: glob below `folder`. Defaults to the files right in it.

    Raises:
        DataError: if the folder is missing or holds no such file, or two
            files share a name.
    """
    if not folder.is_dir():
        raise DataError(f"{folder} is not a folder; it should hold {what}")
    found: dict[str, Path] = {}
    for path in sorted(folder.glob(pattern)):
        name = _without_ending(path.name, endings)
        if name is None or path.name.startswith("."):
            continue
        if name in found:
            raise DataError(
                f"{found[name]} and {path} share the name {name!r}, "
                "so their label is not clear. Rename or remove one of them"
            )
        found[name] = path
    if not found:
        raise DataError(f"{folder} is empty: no {what} in it")
    return found


def pair_by_name(
    images: Mapping[str, Path],
    labels: Mapping[str, Path],
    image_folder: Path,
    label_folder: Path,
) -> tuple[SamplePaths, ...]:
    """Pairs images and labels of one name; the name becomes the id.

    Args:
        images: image files by name.
        labels: label files by name.
        image_folder: where the images lie, for messages.
        label_folder: where the labels lie, for messages.

    Returns:
        The samples, sorted by name.

    Raises:
        DataError: if an image or a label lacks its partner.
    """
    _refuse_lonely(images, labels, "image", "label", label_folder)
    _refuse_lonely(labels, images, "label", "image", image_folder)
    return tuple(
        SamplePaths(id=name, image_path=images[name], label_path=labels[name])
        for name in sorted(images)
    )


def _without_ending(name: str, endings: tuple[str, ...]) -> str | None:
    for ending in endings:
        if name.lower().endswith(ending.lower()):
            return name[: -len(ending)]
    return None


def _refuse_lonely(these, those, this: str, that: str, folder: Path) -> None:
    lonely = sorted(these.keys() - those.keys())
    if not lonely:
        return
    shown = ", ".join(these[name].name for name in lonely[:SHOWN])
    more = ", ..." if len(lonely) > SHOWN else ""
    one = len(lonely) == 1
    fix = (
        f"Add the missing {that} or remove this {this}"
        if one
        else f"Add the missing {that}s or remove these {this}s"
    )
    raise DataError(
        f"{counted_noun(len(lonely), this)} {'has' if one else 'have'} no "
        f"{that} of the same name in {folder}: {shown}{more}. {fix}"
    )


def read_names(path: Path) -> list[str]:
    """Reads a list; empty lines are left out.

    Raises:
        DataError: if the file cannot be read, is empty, or names something
            twice or outside of its folder.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} is not a readable text file") from error
    names = [line.strip() for line in lines if line.strip()]
    if not names:
        raise DataError(f"{path} names no image")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise DataError(f"{path} names {twice!r} twice. Remove one of them")
    strange = [name for name in names if "/" in name or "\0" in name]
    if strange:
        raise DataError(
            f"{path} must hold one file name without ending a line. "
            f"Found {strange[0]!r}"
        )
    return names


def refuse_missing(paths: Iterable[Path], split: str) -> None:
    """Raises `DataError` with the first files that do not exist."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        more = ", ..." if len(missing) > SHOWN else ""
        raise DataError(
            f"{counted_noun(len(missing), 'file')} of the split {split!r} "
            f"{'is' if len(missing) == 1 else 'are'} missing: "
            f"{', '.join(missing[:SHOWN])}{more}"
        )


def refuse_unknown_split(
    split: str, splits: Sequence[str], root: Path, hint: str = ""
) -> None:
    """Checks the name of a split.

    Args:
        split: what was asked for.
        splits: what there is.
        root: folder of the data set, for the message.
        hint: a sentence about this data set, added to the message.

    Raises:
        DataError: if `split` is not one of `splits`.
    """
    if split in splits:
        return
    found = ", ".join(splits) or "none"
    more = ". ".join(filter(None, [hint, _advice(split, splits, root)]))
    raise DataError(
        f"{root} holds no split {split!r}. Splits found: {found}. {more}"
        if more
        else f"{root} holds no split {split!r}. Splits found: {found}"
    )


def _advice(split: str, splits: Sequence[str], root: Path) -> str:
    if not splits:
        return ""
    flag = "train" if split.startswith("train") else "eval"
    instead = "train" if "train" in splits else splits[0]
    other = (
        f"a split that is there (when training: --data.{flag}-split {instead})"
    )
    if split not in DIVIDED:
        return f"Name {other}"
    command = f"deeplab convert {shlex.quote(str(root))} --to folder"
    return (
        f"Divide the images anew ({command} --output DIR --split 0.8 0.2), "
        f"or name {other}"
    )
