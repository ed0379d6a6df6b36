"""Facts as a look at files would leave them, without files."""

from pathlib import Path

from input_pipeline import DatasetSpec
from input_pipeline.doctor.sample_ref import SampleRef, SampleStats
from input_pipeline.inspection.stats import (
    ImageStats,
    LabelStats,
)

SPEC = DatasetSpec(("road", "sky", "car"), ((1, 1, 1), (2, 2, 2), (3, 3, 3)))


def sample_facts(name, splits=("train",), *, image=None, **label):
    """One healthy sample, named by letters; `label` is for `LabelStats`."""
    files = f"images/{name}.jpg", f"labels/{name}.png"
    case = SampleRef(
        name, tuple(splits), Path(files[0]), Path(files[1]), *files
    )
    facts = {"size": (10, 10), "digest": name.encode(), **label}
    if image is None:
        image = ImageStats((10, 10), name.encode())
    return SampleStats(case, image, LabelStats(**facts))
