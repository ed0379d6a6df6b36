"""Joins what several splits list, so that no file is read twice."""

from collections.abc import Callable, Sequence
from pathlib import Path

from input_pipeline.doctor.case import Case
from input_pipeline.sample import SamplePaths


def merge_cases(
    found: dict[str, Sequence[SamplePaths]], name_of: Callable[[Path], str]
) -> list[Case]:
    """One case for each pair of files, whatever number of splits lists it.

    Args:
        found: samples by split.
        name_of: what to call a path.
    """
    samples, splits_of = {}, {}
    for split, of_split in found.items():
        for sample in of_split:
            files = (sample.image_path, sample.label_path)
            samples.setdefault(files, sample)
            splits_of.setdefault(files, []).append(split)
    return [
        Case(
            id=sample.id,
            splits=tuple(splits_of[files]),
            image=sample.image_path,
            label=sample.label_path,
            image_name=name_of(sample.image_path),
            label_name=name_of(sample.label_path),
        )
        for files, sample in samples.items()
    ]
