"""Pairing of images and labels by file name; name lists of splits.

Names that are equal but for letter case, or for how accented letters are
stored, make a pair where no other would do; see `file_names`.
"""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from input_pipeline.counted_nouns import counted_noun
from input_pipeline.datasets.files_below import files_below
from input_pipeline.errors import DataError
from input_pipeline.file_names import folded, match_names, names_beside
from input_pipeline.sample import PHOTOGRAPHS, STORED_PICTURES, SamplePaths

IMAGE_ENDINGS = (*PHOTOGRAPHS, *STORED_PICTURES)
LABEL_TAILS = ("_mask", "-mask", "_label", "_labels", "_seg", "_segmentation")
"""What may stand between the name of an image and the ending of its label."""

BELOW = "**"
"""Of `find_by_name`: files of a folder and of all folders in it."""

SHOWN = 5
DIVIDED = ("train", "val", "test")
"""Splits that `deeplab convert --split` makes."""


def pair_files(
    images: Path, labels: Path, tail: str = ""
) -> tuple[SamplePaths, ...]:
    """Pairs `images/<name>` and an ending of images with `labels/<name>.png`.

    In two folders those below count too: `images/day/1.jpg` belongs to
    `labels/day/1.png`. Hidden files are skipped. The result is sorted by name.

    Args:
        images: folder of the images.
        labels: folder of the labels; with a `tail` it may be the same.
        tail: labels are called `<name><tail>.png`, like "_mask". Defaults
            to what all labels have more than their images, often nothing.

    Raises:
        DataError: if a folder is missing or empty, two images share a name,
            or an image or a label lacks its partner.
    """
    pictures = f"images ({', '.join(IMAGE_ENDINGS)})"
    if images == labels:
        of_images = {
            name: path
            for name, path in find_by_name(
                images, IMAGE_ENDINGS, pictures
            ).items()
            if not name.lower().endswith(tail)
        }
        of_labels = find_by_name(labels, (f"{tail}.png",), "labels (.png)")
    else:
        of_images = find_by_name(images, IMAGE_ENDINGS, pictures, BELOW)
        of_labels = find_by_name(labels, (".png",), "labels (.png)", BELOW)
        of_labels = without_tail(of_images, of_labels)
    return pair_by_name(of_images, of_labels, images, labels)


def under_image_names(
    images: Iterable[str], labels: Mapping[str, Path]
) -> dict[str, Path]:
    """The labels by the names of their images, where names are alike.

    Args:
        images: names of the images.
        labels: label files by name.
    """
    names = {
        label: image for image, label in match_names(images, labels).items()
    }
    return {names.get(name, name): path for name, path in labels.items()}


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
        if not all(name.lower().endswith(tail) for name in labels):
            continue
        bare = {name[: -len(tail)]: path for name, path in labels.items()}
        known = {folded(name) for name in images}
        if not known.isdisjoint(map(folded, bare)):
            return bare if known.isdisjoint(map(folded, labels)) else {**labels}
    return dict(labels)


def find_by_name(
    folder: Path, endings: tuple[str, ...], what: str, where: str = "*"
) -> dict[str, Path]:
    """Finds files by what they are called without their ending.

    Args:
        folder: where to look; hidden files are skipped.
        endings: what may follow the name, in any case, like `.jpg`.
        what: the files in words, for messages.
        where: glob below `folder`, files right in it by default; or `BELOW`
            for those of all folders in it, whose names begin the names.

    Raises:
        DataError: if the folder is missing or holds no such file, or two
            files share a name.
    """
    if not folder.is_dir():
        raise DataError(f"{folder} is not a folder; it should hold {what}")
    found: dict[str, Path] = {}
    for path in _files(folder, endings, where):
        whole = path.relative_to(folder).as_posix()
        name = _without_ending(whole if where == BELOW else path.name, endings)
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


def _files(folder: Path, endings: tuple[str, ...], where: str) -> list[Path]:
    if where == BELOW:
        return files_below(folder, tuple(ending.lower() for ending in endings))
    return sorted(path for path in folder.glob(where) if path.is_file())


def pair_by_name(
    images: Mapping[str, Path],
    labels: Mapping[str, Path],
    image_folder: Path,
    label_folder: Path,
) -> tuple[SamplePaths, ...]:
    """Pairs images and labels of one name; that of the image is the id.

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
    labels = under_image_names(images, labels)
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
    shown = ", ".join(_shown(name, these[name]) for name in lonely[:SHOWN])
    more = ", ..." if len(lonely) > SHOWN else ""
    one = len(lonely) == 1
    fix = (
        f"Add the missing {that} or remove this {this}"
        if one
        else f"Add the missing {that}s or remove these {this}s"
    )
    raise DataError(
        f"{counted_noun(len(lonely), this)} {'has' if one else 'have'} no "
        f"{that} of the same name in {folder}: {shown}{more}. "
        f"{_alike(lonely, those.keys() - these.keys())}{fix}"
    )


def _shown(name: str, path: Path) -> str:
    return f"{name}{path.suffix}" if "/" in name else path.name


def _alike(lonely: Sequence[str], others: Iterable[str]) -> str:
    """Names that fit but for their letters, where no pair is the only one."""
    known = sorted(others)
    for name in lonely:
        alike = [other for other in known if folded(other) == folded(name)]
        alike += [other for other in lonely if folded(other) == folded(name)]
        if len(alike) > 1:
            names = ", ".join(map(repr, sorted(set(alike))))
            return (
                f"These differ in letter case or in how accents are stored "
                f"only, so that it is not clear what belongs together: {names}"
                ". Rename them alike. "
            )
    return ""


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
    missing = [path for path in paths if not path.exists()]
    if missing:
        more = ", ..." if len(missing) > SHOWN else ""
        raise DataError(
            f"{counted_noun(len(missing), 'file')} of the split {split!r} "
            f"{'is' if len(missing) == 1 else 'are'} missing: "
            f"{', '.join(map(str, missing[:SHOWN]))}{more}{beside(missing[0])}"
        )


def beside(path: Path) -> str:
    """Names of files that lie beside a missing one, for messages, or ""."""
    names = names_beside(path)[:SHOWN]
    if not names:
        return ""
    return (
        f". Beside {path.name} there is {', '.join(names)}: rename the files, "
        "or the names in the annotations, so that they are equal"
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
