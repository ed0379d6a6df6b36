"""Problem messages: what inspection found, in sentences for people.

What is a problem is decided in `inspection`; here it is put into words.
"""

from pathlib import Path

import numpy as np

from input_pipeline.counted_nouns import counted_noun
from input_pipeline.datasets.spec import UNKNOWN, DatasetSpec
from input_pipeline.decode.picture_header import MOST_PIXELS
from input_pipeline.inspection.sample import listed
from input_pipeline.inspection.stats import (
    LabelStats,
    Problem,
    unknown_values,
)

_HUGE = (
    f"{{found}}; more than {MOST_PIXELS // 10**6} million are refused before "
    "decoding"
)
SENTENCES = {
    "image_unreadable": "is {found}",
    "image_format": (
        "is {found}; images must be JPEG, PNG, TIFF or NPY, one picture each"
    ),
    "image_huge": _HUGE,
    "image_turned": (
        "has the {found}, and the size of its label does not tell whether it "
        "is turned too. Save both upright, without the tag"
    ),
    "image_bits": (
        "has {found} of 65535: only a few gray levels would be left. Say what "
        "range the values have, --data.value-range 0 4095 if the camera has "
        "12 bits"
    ),
    "image_channels": (
        "has {found}. --data.channels says how many all images have, and the "
        "network"
    ),
    "image_range": (
        "has {found}, of which nothing says what is black and what white: "
        "--data.value-range LOW HIGH does"
    ),
    "image_values": "holds {found}. Replace them, or remove the sample",
    "image_slow": (
        "has {found}, which is refused before decoding; save it again"
    ),
    "size_mismatch": "is {found}. Both must have the same size",
    "label_unreadable": "is {found}",
    "label_format": "is {found}; labels must be PNG, other formats lose ids",
    "label_huge": _HUGE,
    "label_turned": (
        "has the {found}, which is not applied to labels: viewers show it "
        "turned. Save it upright, without the tag"
    ),
    "label_rgb": (
        "is {found}; a label holds one class id a pixel, not a color. Convert "
        "each color to its class id and save 8-bit grayscale, or list the "
        "colors in label_map.json beside the labels of a folder"
    ),
    "label_bits": (
        "is {found}; class ids must be 8-bit. Save the ids as an 8-bit "
        "grayscale PNG"
    ),
    "label_not_rgb": (
        "is {found}; the labels of this data set are colors. Take its own RGB "
        "files"
    ),
    "label_ids": "holds the {ids} {found}; allowed are {known}. {hint}",
    "label_colors": (
        "holds the {colors} {found}; the data set has {known}. Correct the "
        "label: a color that is not listed is refused"
    ),
}
_STREET_CLASSES, _STREET_IDS = 19, 34  # Cityscapes: trained, stored


def describe_problem(
    path: Path,
    problem: Problem,
    label: LabelStats | None = None,
    spec: DatasetSpec | None = None,
) -> str:
    """Puts one problem into a sentence.

    Args:
        path: the file that has it.
        problem: of `sample_problems`, or of the facts of one file.
        label: what the label stores, for the codes `label_ids` and
            `label_colors`.
        spec: what it may store, likewise.
    """
    words = {"found": problem.found}
    if problem.code == "label_ids":
        wrong = unknown_values(label, spec)
        words |= _about_ids(wrong, spec)
        words["ids"] = "id" if len(wrong) == 1 else "ids"
    if problem.code == "label_colors":
        wrong = unknown_values(label, spec)
        words["known"] = listed(color for color, _ in spec.label_colors)
        words["colors"] = "color" if len(wrong) == 1 else "colors"
    return f"{path} {SENTENCES[problem.code].format(**words)}"


def _about_ids(wrong: list[int], spec: DatasetSpec) -> dict[str, str]:
    if spec.label_map is not None:
        hint = "Take the original labels of this data set"
        if 255 in wrong:
            hint = (
                "255 is no stored id of this data set: these look like class "
                "ids after a conversion. Take the original labels"
            )
        stored = np.flatnonzero(spec.label_table != UNKNOWN)
        return {"known": f"its stored ids {_ranges(stored)}", "hint": hint}
    hint = "Correct the label or the list of classes"
    if spec.num_classes == _STREET_CLASSES and max(wrong) < _STREET_IDS:
        hint = (
            "These look like Cityscapes labelIds where trainIds belong: use "
            "the data set 'cityscapes', which converts them"
        )
    known = (
        f"0 to {spec.num_classes - 1} "
        f"({counted_noun(spec.num_classes, 'class', 'classes')}) and "
        f"{spec.ignore_label} for ignored pixels"
    )
    return {"known": known, "hint": hint}


def _ranges(ids: np.ndarray) -> str:
    runs = np.split(ids, np.flatnonzero(np.diff(ids) > 1) + 1)
    return ", ".join(
        f"{run[0]}" if run.size == 1 else f"{run[0]} to {run[-1]}"
        for run in runs
    )
