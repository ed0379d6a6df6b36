"""Label map proposal: which stored value could mean which class.

Nothing applies a proposal before somebody has approved it: see
`datasets.label_map_file`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from input_pipeline.datasets.cityscapes import CityscapesDataset
from input_pipeline.datasets.spec import Color, DatasetSpec
from input_pipeline.doctor.catalog import Finding
from input_pipeline.doctor.find_palettes import known_palettes
from input_pipeline.doctor.sample_ref import SampleStats
from input_pipeline.sample import IGNORE_LABEL

MOST_COLORS = 255
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_BINARY = "black is class 0, white class 1"


@dataclass(frozen=True)
class LabelMap:
    """A proposal for people to check.

    Args:
        basis: where the proposal comes from, one sentence.
        pairs: stored id or RGB color, class id, and share of all pixels.
    """

    basis: str
    pairs: tuple[tuple[int | Color, int, float], ...]

    def as_json(self) -> dict:
        """JSON tree for the report."""
        return {
            "proposal": True,
            "basis": self.basis,
            "pairs": [
                {
                    "stored": list(s) if isinstance(s, tuple) else s,
                    "class": class_id,
                    "share": round(share, 6),
                }
                for s, class_id, share in self.pairs
            ],
        }


def propose_label_map(
    facts: Sequence[SampleStats],
    findings: Sequence[Finding],
    spec: DatasetSpec | None,
) -> LabelMap | None:
    """Proposes a map where findings say that labels need one.

    Returns:
        A proposal; None where the labels hold class ids, or nothing sensible
        can be said (more than 255 colors are blurred edges, not classes).
    """
    codes = {finding.code for finding in findings}
    stored = sum((Counter(s.label.stored) for s in facts), Counter())
    if "label_rgb" in codes:
        return _from_colors(facts, spec)
    if codes & {"cityscapes_ids", "cityscapes_ids_likely"}:
        basis = "the ids of the Cityscapes labels (labelIds to trainIds)"
        return _map(basis, stored, dict(CityscapesDataset.spec.label_map))
    if "label_off_by_one" in codes:
        basis = "0 is 'ignore', and every other id one too large"
        return _map(basis, stored, {i: i - 1 for i in stored if i > 0})
    if "label_binary" in codes:
        return _map(_BINARY, stored, {0: 0, 255: 1})
    classes = sorted(stored.keys() - {IGNORE_LABEL})
    few = spec is None or len(classes) <= spec.num_classes
    if codes & {"id_gaps", "label_ids"} and few:
        if spec is not None and spec.is_mapped:
            return None
        basis = "the ids in use, in their order, without gaps"
        return _map(basis, stored, {i: n for n, i in enumerate(classes)})
    return None


def _from_colors(facts, spec) -> LabelMap | None:
    masks = [s.label for s in facts if s.label.colors]
    counts = sum((Counter(label.colors) for label in masks), Counter())
    if len(counts) > MOST_COLORS or any(label.more_colors for label in masks):
        return None
    if counts.keys() == {_BLACK, _WHITE}:
        return _map(_BINARY, counts, {_BLACK: 0, _WHITE: 1})
    if all(red == green == blue for red, green, blue in counts):
        basis = "the gray level, stored three times"
        return _map(basis, counts, {color: color[0] for color in counts})
    for name, palette in known_palettes(spec).items():
        if _suits(palette, counts, spec):
            return _map(f"the colors of {name}", counts, palette)
    basis = "no palette that is known: the most frequent color is class 0"
    order = sorted(counts, key=lambda color: (-counts[color], color))
    return _map(basis, counts, {color: n for n, color in enumerate(order)})


def _suits(palette, counts, spec: DatasetSpec | None) -> bool:
    """Are all colors in the palette, and their ids among the classes?"""
    if not counts.keys() <= palette.keys():
        return False
    classes = {palette[color] for color in counts} - {IGNORE_LABEL}
    return spec is None or max(classes, default=0) < spec.num_classes


def _map(basis: str, counts: Counter, classes: dict) -> LabelMap:
    total = counts.total()
    pairs = (
        (stored, classes.get(stored, IGNORE_LABEL), counts[stored] / total)
        for stored in sorted(counts)
    )
    return LabelMap(basis, tuple(pairs))
