"""Findings about palettes that disagree."""

from collections import Counter
from collections.abc import Sequence

from input_pipeline.datasets.camvid import CamVidDataset
from input_pipeline.datasets.cityscapes import CityscapesDataset
from input_pipeline.datasets.spec import Color, DatasetSpec, voc_palette
from input_pipeline.doctor.catalog import (
    Finding,
    Place,
)
from input_pipeline.doctor.sample_ref import SampleStats
from input_pipeline.sample import IGNORE_LABEL

GRAY = "gray steps"
UNKNOWN_PALETTE = "a palette of its own"
BLACK = (0, 0, 0)
OWN, VOC = "the classes", "PASCAL VOC"
VOC_CLASSES = 21


def find_palette_conflicts(
    facts: Sequence[SampleStats], spec: DatasetSpec | None
) -> list[Finding]:
    """Compares the palettes of all labels with each other."""
    paletted = [sample for sample in facts if sample.label.palette]
    usual = usual_colors(facts)
    places, swapped = [], False
    for sample in paletted:
        other = {
            i: color
            for i, color in sample.label.palette.items()
            if color != usual[i]
        }
        if other:
            ids = ", ".join(str(i) for i in sorted(other)[:6])
            text = f"other colors for the ids {ids}"
            places.append(Place(sample.case.label_name, text))
            swapped |= not set(usual.values()).isdisjoint(other.values())
    if places:
        code = "palette_swapped" if swapped else "palette_differs"
        same = ", and the same color stands for different ids"
        text = (
            f"labels whose palette differs from most: {len(places)} of "
            f"{len(paletted)}{same if swapped else ''}"
        )
        return [Finding(code, text, tuple(places))]
    name = name_palette(usual, spec)
    mapped = spec is not None and spec.is_mapped
    if not usual or mapped or name in (VOC, OWN):
        return []
    text = f"paletted labels, with {name}: {len(paletted)}"
    return [Finding("palette", text)]


def usual_colors(facts: Sequence[SampleStats]) -> dict[int, Color]:
    """The color that most labels give each id."""
    seen: dict[int, Counter] = {}
    for sample in facts:
        for i, color in sample.label.palette.items():
            seen.setdefault(i, Counter())[color] += 1
    return {i: colors.most_common(1)[0][0] for i, colors in seen.items()}


def name_palette(
    colors: dict[int, Color], spec: DatasetSpec | None
) -> str | None:
    """Name of the palette with these colors; None without colors."""
    if not colors:
        return None
    grays = {(level, level, level): level for level in range(256)}
    known = known_palettes(spec) | {GRAY: grays}
    classes = {i: c for i, c in colors.items() if i != IGNORE_LABEL}
    for name, palette in known.items():
        if all(palette.get(color) == i for i, color in classes.items()):
            return name
    return UNKNOWN_PALETTE


def known_palettes(
    spec: DatasetSpec | None,
) -> dict[str, dict[Color, int]]:
    """Class id of each color, by the name of the palette.

    Args:
        spec: of the data set, whose own palette comes first; or None.
    """
    voc = voc_palette(IGNORE_LABEL + 1)
    border = {voc[IGNORE_LABEL]: IGNORE_LABEL}
    own = () if spec is None else spec.palette
    # Labeling programs color further classes by the same rule.
    count = max(VOC_CLASSES, len(own))
    return {
        OWN: border | _classes(own),
        VOC: border | _classes(voc[:count]),
        "Cityscapes": {BLACK: IGNORE_LABEL}
        | _classes(CityscapesDataset.spec.palette),
        "CamVid": {BLACK: IGNORE_LABEL} | _classes(CamVidDataset.spec.palette),
    }


def _classes(palette) -> dict[Color, int]:
    return {tuple(color): i for i, color in enumerate(palette)}
