from input_pipeline.sampling.patches import (
    centered_starts,
    even_starts,
    strided_starts,
)


def test_even_patches_reach_both_borders():
    assert even_starts(1024, 800, 3).tolist() == [0, 112, 224]
    assert even_starts(2048, 800, 4).tolist() == [0, 416, 832, 1248]
    assert even_starts(100, 60, 1).tolist() == [20]


def test_centered_patches_may_stick_out():
    starts = centered_starts(2048, 880, 7)
    assert (starts + 440).tolist() == [256 * n for n in range(1, 8)]
    assert centered_starts(1024, 880, 1).tolist() == [72]


def test_strided_patches_end_flush_with_the_border():
    starts = strided_starts(1242, 320, 100).tolist()
    assert starts == [*range(0, 901, 100), 922]
    assert strided_starts(375, 320, 100).tolist() == [0, 55]
    assert strided_starts(520, 320, 100).tolist() == [0, 100, 200]


def test_a_picture_smaller_than_the_patch_has_one():
    assert even_starts(50, 80, 3).tolist() == [0]
    assert strided_starts(50, 80, 10).tolist() == [0]
