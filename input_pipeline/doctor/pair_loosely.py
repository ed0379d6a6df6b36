"""Pairs images and labels by name, and lists what has no partner."""

from pathlib import Path

from input_pipeline.datasets.files_below import files_below
from input_pipeline.datasets.folder_trees import Part
from input_pipeline.datasets.pairing import (
    IMAGE_ENDINGS,
    under_image_names,
    without_tail,
)
from input_pipeline.doctor.catalog import (
    Finding,
    Place,
)
from input_pipeline.doctor.sample_ref import SampleRef

LABEL_ENDING = ".png"
_OTHER_PICTURES = (".bmp", ".gif", ".webp", ".ppm")
_PICTURES = (*IMAGE_ENDINGS, *_OTHER_PICTURES)


def pair_loosely(
    root: Path,
    part: Part,
    split: str,
    cases: list[SampleRef],
    findings: list[Finding],
) -> None:
    """Adds the pairs of one split, and findings about all other pictures.

    Args:
        root: the data set.
        part: where the images and labels lie.
        split: what to call the split.
        cases: gets the pairs.
        findings: gets what is wrong.
    """
    images, labels = _both(root, part, findings)
    if not images and not labels:
        folder = part.images.relative_to(root)
        place = Place(str(folder), "no image")
        text = f"the split {split!r} is empty"
        findings.append(Finding("split_empty", text, (place,)))
    _add_lonely(images, labels, split, findings)
    _set_aside(labels, findings)
    for stem in sorted(images.keys() & labels.keys()):
        cases.append(
            SampleRef(
                id=stem,
                splits=(split,),
                image=root / images[stem],
                label=root / labels[stem],
                image_name=str(images[stem]),
                label_name=str(labels[stem]),
            )
        )


def _both(root: Path, part: Part, findings):
    folder = part.images.relative_to(root)
    if part.images != part.labels:
        images = _by_name(root, folder, findings, twice_counts=True)
        folder = part.labels.relative_to(root)
        labels = _by_name(root, folder, findings, twice_counts=False)
        labels = without_tail(images, labels)
        return images, under_image_names(images, labels)
    found = _by_name(root, folder, findings, twice_counts=True, below=False)
    tail = part.tail
    labels = {n: p for n, p in found.items() if n.lower().endswith(tail)}
    images = {n: path for n, path in found.items() if n not in labels}
    labels = {name[: -len(tail)]: path for name, path in labels.items()}
    return images, under_image_names(images, labels)


def _set_aside(labels: dict[str, Path], findings) -> None:
    """Labels that only have a partner under an ending that loses ids."""
    wrong = [p for p in labels.values() if p.suffix.lower() != LABEL_ENDING]
    for name in [n for n, path in labels.items() if path in wrong]:
        del labels[name]
    if wrong:
        places = tuple(Place(str(p), f"ends in {p.suffix}") for p in wrong)
        text = f"labels that are no PNG files: {len(wrong)}"
        findings.append(Finding("label_format", text, places))


def _by_name(
    root: Path, folder: Path, findings, *, twice_counts: bool, below=True
) -> dict[str, Path]:
    found, twice, other = {}, [], []
    for path in _pictures_in(root, folder, below):
        ending = path.suffix.lower()
        name = path.relative_to(folder).with_suffix("").as_posix()
        if ending not in IMAGE_ENDINGS:
            other.append(Place(str(path), f"ends in {ending}"))
        elif name not in found:
            found[name] = path
        elif twice_counts or ending == LABEL_ENDING:
            text = f"the name of {found[name].name} too"
            twice.append(Place(str(path), text))
    if other:
        text = f"pictures in {folder} that are no JPEG or PNG: {len(other)}"
        findings.append(Finding("picture_ignored", text, tuple(other)))
    if twice:
        text = f"names used twice in {folder}: {len(twice)}"
        findings.append(Finding("name_twice", text, tuple(twice)))
    return found


def _pictures_in(root: Path, folder: Path, below: bool) -> list[Path]:
    whole = root / folder
    pictures = [
        path.relative_to(root)
        for path in files_below(whole, _PICTURES)
        if below or path.parent == whole
    ]
    # PNG first: beside a label there may be a preview of the same name.
    return sorted(pictures, key=lambda p: (p.suffix.lower() != ".png", p))


def _add_lonely(images, labels, split: str, findings) -> None:
    for these, those, code, kind in (
        (images, labels, "image_without_label", "label"),
        (labels, images, "label_without_image", "image"),
    ):
        lonely = sorted(these.keys() - those.keys())
        if lonely:
            name = _name_between(lonely, those.keys() - these.keys())
            hint = f". Their {kind}s may be those named {name}"
            count = len(lonely)
            text = f"without {kind} in the split {split!r}: {count}"
            places = tuple(Place(str(these[stem])) for stem in lonely)
            text += hint if name else ""
            findings.append(Finding(code, text, places))


def _name_between(lonely: list[str], others: set[str]) -> str | None:
    """How the names differ, where all do alike: "NAME_mask"."""
    first = lonely[0]
    for other in sorted(others):
        tail = other.removeprefix(first)
        if tail not in (other, "") and all(n + tail in others for n in lonely):
            return f"NAME{tail}"
        tail = first.removeprefix(other)
        if tail not in (first, "") and all(
            name.endswith(tail) and name.removesuffix(tail) in others
            for name in lonely
        ):
            return f"NAME without {tail!r}"
    return None
