"""COCO's results format: detections as JSON, for its server and its tools.

Source: cocodataset.org, "Results format".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from deeplab_family.detection.scores.detections import Detections
from input_pipeline.annotations.regions import Bitmap
from input_pipeline.annotations.run_lengths import compress, count_runs
from input_pipeline.atomic_files import atomic_file


def coco_entries(
    detections: Detections,
    image_id: int | str,
    category_ids: Sequence[int | str],
    size: tuple[int, int],
) -> list[dict]:
    """The entries of one photograph.

    Args:
        detections: what was found in it.
        image_id: as the data set has it.
        category_ids: the data set's own id of each class.
        size: `(height, width)` of the photograph.

    Returns:
        Of each detection `image_id`, `category_id`, `bbox` (x, y, width,
        height), `score`, and `segmentation` where there are masks:
        compressed run lengths.
    """
    entries = []
    for place in range(len(detections)):
        x1, y1, x2, y2 = detections.boxes[place].tolist()
        entry = {
            "image_id": image_id,
            "category_id": category_ids[detections.classes[place]],
            "bbox": [x1, y1, x2 - x1, y2 - y1],
            "score": float(detections.scores[place]),
        }
        if detections.masks is not None:
            entry["segmentation"] = run_length_code(
                detections.masks[place], size
            )
        entries.append(entry)
    return entries


def run_length_code(bitmap: Bitmap, size: tuple[int, int]) -> dict:
    """A mask as COCO has it: `size` and compressed `counts`.

    Args:
        bitmap: lies within the picture.
        size: `(height, width)` of the picture.
    """
    height, width = size
    rows, columns = bitmap.mask.shape
    # Only the columns with the mask; those before and after are empty.
    part = np.zeros((height, columns), bool)
    part[bitmap.top : bitmap.top + rows] = bitmap.mask
    before = bitmap.left * height
    after = (width - bitmap.left - columns) * height
    counts = count_runs(part) if part.size else [0]
    counts[0] += before
    if len(counts) % 2:
        counts[-1] += after
    elif after:
        counts.append(after)
    return {"size": [height, width], "counts": compress(counts)}


def write_coco_results(path: Path, entries: Iterable[dict]) -> None:
    """Writes entries as they come; the file appears whole or not at all.

    Args:
        path: of the JSON file.
        entries: as of `coco_entries`.

    Raises:
        OSError: if it cannot be written.
    """
    with atomic_file(path) as draft, draft.open("w", encoding="utf-8") as file:
        begin = "["
        for entry in entries:
            file.write(f"{begin}\n{json.dumps(entry)}")
            begin = ","
        file.write("[]\n" if begin == "[" else "\n]\n")
