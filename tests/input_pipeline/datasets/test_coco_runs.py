import numpy as np
import pytest
from pycocotools import mask as reference

from input_pipeline.datasets.coco import draw_coco_label
from input_pipeline.datasets.coco_annotations import (
    CocoPicture,
    read_object,
    read_runs,
)
from tests.input_pipeline.datasets.write_coco import thing

SIZE = (61, 83)


def masks():
    """Blobs, noise, nothing, everything, long runs, a corner."""
    rng = np.random.default_rng(0)
    coarse = rng.random((8, 11)) < 0.4
    yield np.kron(coarse, np.ones((8, 8)))[: SIZE[0], : SIZE[1]]
    yield rng.random(SIZE) < 0.5
    yield np.zeros(SIZE)
    yield np.ones(SIZE)
    yield np.arange(SIZE[0] * SIZE[1]).reshape(SIZE) < 3000
    yield np.pad([[1]], ((0, SIZE[0] - 1), (0, SIZE[1] - 1)))


def compress(mask):
    runs = reference.encode(np.asfortranarray(mask.astype(np.uint8)))
    return {"size": [*SIZE], "counts": runs["counts"].decode("ascii")}


def spell_out(mask):
    """Run lengths counted by hand, column by column."""
    flat = np.concatenate([[0], mask.T.ravel(), [1 - mask.T.ravel()[-1]]])
    ends = np.flatnonzero(np.diff(flat))
    return {"size": [*SIZE], "counts": np.diff(ends, prepend=0).tolist()}


@pytest.mark.parametrize("write", [compress, spell_out])
def test_masks_are_drawn_as_pycocotools_decodes_them(write):
    for mask in masks():
        entry = {**thing("dog", 0, 0, 9), "segmentation": write(mask)}
        made = read_object(entry, 12, *SIZE)
        label = draw_coco_label(CocoPicture("a", *SIZE, (made,)))
        expected = reference.decode(compress(mask)) * 12
        np.testing.assert_array_equal(label, expected)


def test_both_forms_hold_the_same_runs():
    for mask in masks():
        assert read_runs(compress(mask), *SIZE) == read_runs(
            spell_out(mask), *SIZE
        )


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ("", "another size"),
        ("0", "another size"),
        ("~", "with '~'"),
        ("ü", "with 'ü'"),
        ("\n", "with"),
        ("P", "break off"),
        ("P" * 14, "with 'P'"),
        ("O0", "negative"),
        ([1, -1], "negative"),
        ([1, True], "negative"),
        ([5063.0], "negative"),
        ([5062], "another size"),
        (None, "neither a list nor a text"),
    ],
)
def test_damaged_runs_are_refused(counts, told):
    with pytest.raises(ValueError, match=told):
        read_runs({"size": [*SIZE], "counts": counts}, *SIZE)


def test_runs_of_a_turned_picture_are_refused():
    with pytest.raises(ValueError, match="another size"):
        read_runs({"size": [83, 61], "counts": [5063]}, *SIZE)


def test_mutated_texts_never_give_another_number_of_pixels():
    rng = np.random.default_rng(1)
    text = compress(next(masks()))["counts"]
    survived = 0
    for _ in range(300):
        mutated = list(text)
        place = rng.integers(len(mutated))
        mutated[place] = chr(rng.integers(40, 120))
        runs = {"size": [*SIZE], "counts": "".join(mutated)}
        try:
            counts = read_runs(runs, *SIZE)
        except ValueError:
            continue
        survived += 1
        assert sum(counts) == SIZE[0] * SIZE[1] and min(counts) >= 0
    assert survived
