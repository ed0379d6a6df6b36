"""Folder trees of images and masks that are recognized: one table.

images/<split>/NAME.jpg    labels/<split>/NAME.png    splits inside
images/NAME.jpg            labels/NAME.png            no splits
<split>/images/NAME.jpg    <split>/labels/NAME.png    splits outside
NAME.jpg                   NAME_mask.png              side by side, in the
                                                      root or in <split>/

Images and labels may lie in folders of their own within a split, of one name
on both sides.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from input_pipeline.datasets.files_below import files_below
from input_pipeline.datasets.pairing import IMAGE_ENDINGS, LABEL_TAILS
from input_pipeline.errors import DataError
from input_pipeline.file_names import folded, match_names

IMAGES = ("images", "image", "imgs", "img", "img_dir", "jpegimages")
LABELS = (
    "labels",
    "label",
    "masks",
    "mask",
    "annotations",
    "ann_dir",
    "segmentationclass",
    "segmentationclasspng",
)
"""Folders of images and of labels, in any case; the first ones are ours."""

SPLITS = {
    "training": "train",
    "valid": "val",
    "validation": "val",
    "testing": "test",
    **{split: split for split in ("train", "val", "test")},
}
"""What other people call the splits in small letters, and what we do."""

TREE = (
    "images/<split>/<name>.jpg|jpeg|png and labels/<split>/<name>.png, for "
    "example images/train/0001.jpg and labels/train/0001.png; <split> may be "
    "left out, and docs/data/datasets.md lists other names (masks, img_dir, "
    "...)"
)


@dataclass(frozen=True)
class Part:
    """Part of a folder tree: the places of one split's files.

    Args:
        images: folder of the images.
        labels: folder of the labels; it may be the same.
        tail: what the name of a label has more than that of its image.
    """

    images: Path
    labels: Path
    tail: str = ""


@dataclass(frozen=True)
class Tree:
    """One way to read a folder.

    Args:
        pattern: the way in words, like "images/<split> and masks/<split>".
        parts: the files of each split; "" where there are no splits.
    """

    pattern: str
    parts: dict[str, Part]


def what_is_there(root: Path) -> str:
    """Content of a folder without a known tree, for messages; "" or ": ..."."""
    if not root.is_dir():
        return ""
    entries = list(root.iterdir())
    loose = len(_pictures(root))
    names = {path.name.lower() for path in entries if path.is_dir()}
    if not entries:
        return f": {root} is empty"
    if loose:
        return (
            f": {loose} pictures lie in {root} itself, without labels "
            "NAME_mask.png beside them"
        )
    if names & set(IMAGES) and not names & set(LABELS):
        return f": {root} has images, but no labels/ or masks/"
    return ""


def find_tree(root: Path) -> Tree:
    """The one way to read a folder.

    Raises:
        DataError: if there is none, or more than one.
    """
    trees = find_trees(root)
    if not trees:
        missing = next(
            path for path in (root, *missing_parts(root)) if not path.is_dir()
        )
        raise DataError(
            f"{missing} is not a folder{what_is_there(root)}. A plain data "
            f"set needs {TREE}"
        )
    if len(trees) > 1:
        readings = " or ".join(tree.pattern for tree in trees)
        raise DataError(
            f"{root} can be read in {len(trees)} ways: {readings}. Move what "
            "is not meant to another folder"
        )
    return trees[0]


def find_trees(root: Path) -> list[Tree]:
    """Folder trees that lead to labels.

    Where none does, ways that lead to the right folders count, the first one
    alone: who reads them says what they lack.
    """
    trees = [*_in_two_folders(root), *_splits_outside(root), *_beside(root)]
    labeled = [tree for tree in trees if _has_labels(tree)]
    return labeled or trees[:1]


def missing_parts(root: Path) -> list[Path]:
    """`images` and `labels`, as far as nothing stands for them."""
    found = [name.casefold() for name in _folders(root)]
    return [
        root / names[0]
        for names in (IMAGES, LABELS)
        if not any(name in names for name in found)
    ]


def half_tree(root: Path) -> dict[str, Part]:
    """The splits of a folder that has only images, or only labels."""
    found = {}
    for name in _folders(root):
        home, kind = root / name, name.casefold()
        for split in _folders(home) or [""]:
            if kind in IMAGES:
                found[split] = Part(home / split, root / LABELS[0] / split)
            elif kind in LABELS:
                found[split] = Part(root / IMAGES[0] / split, home / split)
    return _in_our_words(found)


def _in_two_folders(root: Path) -> Iterator[Tree]:
    for images, labels in _pairs(root):
        names = f"{images.name} and {labels.name}"
        inside = sorted({*_folders(images), *_folders(labels)})
        if inside and _pictures(images) and _pictures(labels):
            # Read as no split or as these? Both, so that it is refused.
            yield Tree(names, {"": Part(images, labels)})
        if not inside:
            yield Tree(names, {"": Part(images, labels)})
        else:
            parts = _split_parts(images, labels)
            pattern = f"{images.name}/<split> and {labels.name}/<split>"
            yield Tree(pattern, _in_our_words(parts))


def _split_parts(images: Path, labels: Path) -> dict[str, Part]:
    of_labels = _folders(labels)
    pairs = match_names(_folders(images), of_labels)
    pairs |= {name: name for name in of_labels if name not in pairs.values()}
    pairs |= {name: name for name in _folders(images) if name not in pairs}
    return {
        name: Part(images / name, labels / pairs[name])
        for name in sorted(pairs)
    }


def _splits_outside(root: Path) -> Iterator[Tree]:
    found = {}
    for split in _split_folders(root):
        for images, labels in _pairs(root / split):
            names = images.name, labels.name
            found.setdefault(names, {})[split] = Part(images, labels)
    for (images, labels), parts in found.items():
        pattern = f"<split>/{images} and <split>/{labels}"
        yield Tree(pattern, _in_our_words(parts))


def _beside(root: Path) -> Iterator[Tree]:
    tail = _tail_beside(root)
    if tail:
        yield Tree(f"NAME.jpg and NAME{tail}.png", {"": Part(root, root, tail)})
    parts = {}
    for split in _split_folders(root):
        tail = _tail_beside(root / split)
        if tail:
            parts[split] = Part(root / split, root / split, tail)
    if parts:
        (tail, *_) = (part.tail for part in parts.values())
        pattern = f"<split>/NAME.jpg and <split>/NAME{tail}.png"
        yield Tree(pattern, _in_our_words(parts))


def _pairs(root: Path) -> Iterator[tuple[Path, Path]]:
    """Folders of images and labels in a folder, ours first."""
    folders = {name.casefold(): root / name for name in _folders(root)}
    for images, labels in itertools.product(IMAGES, LABELS):
        if images in folders and labels in folders:
            yield folders[images], folders[labels]


def _tail_beside(folder: Path) -> str:
    """The tail of the labels among their images; "" where there are none."""
    pictures = _pictures(folder)
    stems = {folded(path.stem) for path in pictures}
    for path in pictures:
        for tail in LABEL_TAILS:
            stem = folded(path.stem)
            image = stem.removesuffix(tail)
            if path.suffix.lower() == ".png" and image != stem:
                if image in stems:
                    return tail
    return ""


def _in_our_words(parts: dict[str, Part]) -> dict[str, Part]:
    named = {}
    for name, part in parts.items():
        ours = SPLITS.get(name.casefold(), name)
        named[name if ours in parts or ours in named else ours] = part
    return dict(sorted(named.items()))


def _has_labels(tree: Tree) -> bool:
    return any(
        path.suffix.lower() == ".png"
        for part in tree.parts.values()
        for path in _pictures(part.labels)
    ) or any(
        files_below(part.labels, ".png")
        for part in tree.parts.values()
        if not part.tail
    )


def _split_folders(root: Path) -> list[str]:
    taken = {*IMAGES, *LABELS}
    return [name for name in _folders(root) if name.casefold() not in taken]


def _folders(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.is_dir() and not path.name.startswith(".")
    )


def _pictures(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [
        path
        for path in folder.iterdir()
        if path.suffix.lower() in IMAGE_ENDINGS
        and not path.name.startswith(".")
        and path.is_file()
    ]
