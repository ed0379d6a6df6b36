import pytest

from input_pipeline.sampling import Mix, MixPart


def test_nothing_is_mixed_by_default():
    assert not Mix() and Mix().parts == ()


def test_parts_are_folders_that_are_joined_unless_told_otherwise():
    (part,) = Mix(roots=("more",)).parts
    assert part == MixPart(
        dataset="folder", root="more", split="train", weight=1.0
    )
    mix = Mix(
        roots=("a", "b"),
        datasets=("voc", "folder"),
        splits=("train_aug", "val"),
        weights=(2, 0.5),
    )
    assert mix and [vars(part) for part in mix.parts] == [
        {"dataset": "voc", "root": "a", "split": "train_aug", "weight": 2},
        {"dataset": "folder", "root": "b", "split": "val", "weight": 0.5},
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("datasets", ("voc",)),
        ("splits", ("a", "b", "c")),
        ("weights", (1.0,)),
        ("weights", (1.0, 0.0)),
        ("weights", (1.0, float("inf"))),
        ("weights", (float("nan"), 1.0)),
    ],
)
def test_values_that_do_not_fit_are_named_with_what_came(name, value):
    with pytest.raises(ValueError, match=f"`{name}` of the mix .*Received"):
        Mix(roots=("a", "b"), **{name: value})
