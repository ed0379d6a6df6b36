import pytest
import tensorflow as tf

from input_pipeline.sources.sample_tries import MARK_EVERY
from tests.input_pipeline.sources.failing import among, failing, numbers_of


@pytest.mark.parametrize(("start", "step"), [(0, 1), (7, 1), (5, 3)])
def test_good_samples_pass_in_order_and_no_mark_among_them(start, step):
    samples = failing(among(), start, step).followed(lambda *_: "")
    count = 3 * MARK_EVERY
    expected = list(range(start, start + count * step, step))
    assert numbers_of(samples.take(count)) == expected
    image, label = samples.element_spec
    assert image.shape == (2, 2, 3) and label.shape == (2, 2)


def test_the_judge_hears_of_each_gap_once():
    heard = []

    def judge(first, following):
        heard.append((first, following))
        return ""

    bad = among(3, *range(20, 90), 95)
    samples = failing(bad).followed(judge)
    assert numbers_of(samples.take(26)) == [
        *(n for n in range(20) if n != 3),
        *(90, 91, 92, 93, 94, 96, 97),
    ]
    assert heard == [
        *((3, 4), (20, 32), (32, 48), (48, 64), (64, 80), (80, 90), (95, 96)),
    ]


def test_the_judge_ends_what_would_go_on_for_ever():
    samples = failing(lambda number: number >= 5).followed(
        lambda first, _: f"enough at {first}"
    )
    read = iter(samples)
    assert [int(next(read)[1][0, 0]) for _ in range(5)] == [0, 1, 2, 3, 4]
    with pytest.raises(tf.errors.InvalidArgumentError, match="enough at 5"):
        next(read)


def test_a_name_that_is_no_utf8_is_told():
    strange = b"caf\xe9.jpg".decode("utf-8", "surrogateescape")
    samples = failing(among(1)).followed(lambda *_: strange)
    with pytest.raises(tf.errors.OpError, match=r"caf.+dce9.jpg"):
        list(samples.take(3))
