from pathlib import Path

from input_pipeline import SamplePaths
from input_pipeline.doctor.listing import merge_refs


def sample(name):
    return SamplePaths(
        id=name, image_path=Path(f"{name}.jpg"), label_path=Path(f"{name}.png")
    )


def test_a_pair_in_several_splits_is_read_once():
    found = {
        "train": [sample("a")],
        "val": [sample("b")],
        "trainval": [sample("a"), sample("b")],
    }
    cases = merge_refs(found, str)
    assert [(case.id, case.splits) for case in cases] == [
        ("a", ("train", "trainval")),
        ("b", ("val", "trainval")),
    ]
