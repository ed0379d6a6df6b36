"""Report of the doctor, as tables and JSON."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.default_palette import default_palette
from input_pipeline.doctor.catalog import SEVERITIES, Finding
from input_pipeline.doctor.class_counts import ClassCounts
from input_pipeline.doctor.class_weights import (
    enet_weights,
    median_frequency_weights,
)
from input_pipeline.doctor.image_sizes import describe_sizes, suggest_crop
from input_pipeline.doctor.label_map_proposal import LabelMap
from input_pipeline.doctor.sample_ref import SampleStats
from input_pipeline.picture_format import PictureFormat
from input_pipeline.sample import IGNORE_LABEL

FORMAT = 1
TRAIN = "train"


@dataclass(frozen=True)
class Report:
    """Facts and findings.

    Args:
        dataset: name of the layout.
        root: its folder.
        stated: what says the data set of its classes; None if nothing does.
        facts: what each sample holds.
        counts: class counts of each split.
        findings: what is wrong, errors first.
        label_map: proposal for labels that hold no class ids.
        pictures: proposal for images that are not 8-bit RGB.
    """

    dataset: str
    root: Path
    stated: DatasetSpec | None
    facts: tuple[SampleStats, ...]
    counts: dict[str, ClassCounts]
    findings: tuple[Finding, ...]
    label_map: LabelMap | None
    pictures: PictureFormat | None = None

    @property
    def spec(self) -> DatasetSpec:
        """The classes: as stated, or counted from the labels."""
        if self.stated is not None:
            return self.stated
        pixels = sum(c.pixels for c in self.counts.values())
        used = np.flatnonzero(np.atleast_1d(pixels)[:IGNORE_LABEL])
        count = int(used[-1]) + 1 if used.size else 1
        names = tuple(f"class_{class_id}" for class_id in range(count))
        return DatasetSpec(names, default_palette(count))

    @property
    def severities(self) -> dict[str, int]:
        """Number of findings of each severity."""
        found = [finding.severity for finding in self.findings]
        return {severity: found.count(severity) for severity in SEVERITIES}

    def as_json(self) -> dict:
        """The report in plain lists and dicts, the same for the same files."""
        spec = self.spec
        return {
            "format": FORMAT,
            "dataset": self.dataset,
            "root": str(self.root),
            "severities": self.severities,
            "findings": [_finding_json(f) for f in self.findings],
            "splits": {split: self.split(split) for split in self.counts},
            "classes_stated": self.stated is not None,
            "classes": [self._class(i) for i in range(spec.num_classes)],
            "suggested_crop": self.crop and list(self.crop),
            "pictures": self.pictures and self.pictures.tree(),
            "label_map": self.label_map and self.label_map.as_json(),
        }

    @property
    def crop(self) -> tuple[int, int] | None:
        """Suggested `crop_size`; see `suggest_crop`."""
        return suggest_crop(self._sizes(self._base))

    def split(self, split: str) -> dict:
        """Facts of one split."""
        sizes = self._sizes(split)
        counts = self.counts[split]
        in_split = [s for s in self.facts if split in s.case.splits]
        return {
            "samples": len(in_split),
            "readable_labels": counts.labels,
            "ignored_share": round(float(counts.shares[IGNORE_LABEL]), 6),
            "image_sizes": describe_sizes(sizes),
        }

    def weights(self) -> dict[str, list[float | None]]:
        """Class weights by formula, from the training split."""
        counts = self.counts.get(self._base) or ClassCounts()
        number = self.spec.num_classes
        return {
            "median_frequency": median_frequency_weights(counts, number),
            "enet": enet_weights(counts, number),
        }

    @property
    def _base(self) -> str | None:
        return TRAIN if TRAIN in self.counts else next(iter(self.counts), None)

    def _sizes(self, split: str | None) -> list[tuple[int, int]]:
        return [
            sample.image.size
            for sample in self.facts
            if split in sample.case.splits and sample.image.size is not None
        ]

    def _class(self, class_id: int) -> dict:
        weights = self.weights()
        shares = {
            split: round(float(counts.shares[class_id]), 6)
            for split, counts in self.counts.items()
        }
        images = {
            split: int(counts.images[class_id])
            for split, counts in self.counts.items()
        }
        return {
            "id": class_id,
            "name": self.spec.class_names[class_id],
            "color": list(self.spec.palette[class_id]),
            "share": shares,
            "images": images,
            "weights": {name: of[class_id] for name, of in weights.items()},
        }


def _finding_json(finding: Finding) -> dict:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "found": finding.found,
        "expected": finding.expected,
        "fix": finding.fix,
        "files": [
            {"file": place.file, "found": place.found}
            for place in finding.places
        ],
    }
