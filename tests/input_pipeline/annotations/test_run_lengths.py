"""Run lengths equal those of pycocotools, both ways."""

import numpy as np
import pytest
from pycocotools import mask as coco

from input_pipeline.annotations.run_lengths import (
    compress,
    count_runs,
    decompress,
    decompress_all,
    fill_runs,
)


def test_the_documented_example():
    """Columns 1 and 2, rows 1 and 2 of 3 x 4 pixels."""
    mask = np.zeros((3, 4), bool)
    mask[1:3, 1:3] = True
    assert count_runs(mask) == [4, 2, 1, 2, 3]
    assert compress([4, 2, 1, 2, 3]) == "42102"
    assert decompress("42102").tolist() == [4, 2, 1, 2, 3]


def test_masks_go_through_both_forms_as_through_pycocotools():
    rng = np.random.default_rng(0)
    for number in range(300):
        height, width = rng.integers(1, 50, 2)
        mask = rng.random((height, width)) < number / 299
        runs = coco.encode(np.asfortranarray(mask.astype(np.uint8)))
        counts = count_runs(mask)
        assert compress(counts) == runs["counts"].decode()
        assert decompress(runs["counts"]).tolist() == counts
        np.testing.assert_array_equal(fill_runs(counts, height, width), mask)


def test_long_runs_take_several_characters():
    counts = [10**7, 3, 5, 10**9, 1, 2]
    assert decompress(compress(counts)).tolist() == counts


def test_rows_walk_along_the_rows():
    mask = np.array([[0, 0, 1], [1, 0, 0]], bool)
    counts = count_runs(mask.T)
    assert counts == [2, 2, 2]
    np.testing.assert_array_equal(fill_runs(counts, 2, 3, "rows"), mask)


@pytest.mark.parametrize("text", ["4210\x7f", "4 2", "é", "o", "o" * 20 + "0"])
def test_damaged_text_is_refused(text):
    with pytest.raises(ValueError, match="compressed runs"):
        decompress(text)


def test_texts_are_read_together_as_one_by_one():
    texts = [compress([n, 5, 7 * n, 3, 40 - n, 2]).encode() for n in range(9)]
    texts[4] = b""
    together = decompress_all(texts)
    assert [counts.tolist() for counts in together] == [
        decompress(text).tolist() for text in texts
    ]
    assert decompress_all([]) == []


def test_a_text_that_breaks_off_is_not_continued_by_the_next():
    whole = compress([1_000, 3, 2_000]).encode()
    with pytest.raises(ValueError, match="break off"):
        decompress_all([whole[:-1] + b"o", whole])
